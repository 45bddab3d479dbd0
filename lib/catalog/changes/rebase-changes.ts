import { completeTable } from "../complete-table.ts";
import type { Change, Schema } from "../types.ts";
import { isSameJson } from "../values/same-json.ts";
import { applyChange, applyChanges } from "./apply-changes.ts";
import { type Draft, type Dropped, startDraft } from "./change-draft.ts";
import { type Facet, facetKey, facetsOf } from "./change-facets.ts";
import { ChangeNames } from "./change-names.ts";
import { translateChange } from "./change-translate.ts";

export interface RebaseInput {
  /** What `mine` was made on. */
  readonly base: Schema;
  /** What others did to it since, oldest first. */
  readonly theirs: readonly Change[];
  /** What has become of it: the schema that is there now. */
  readonly current: Schema;
  readonly mine: readonly Change[];
  /** What can be restored now. */
  readonly dropped?: Dropped;
  /** Changes of mine, by their place, that are to win where both decided the same. */
  readonly winning?: ReadonlySet<number>;
}

export interface RebaseConflict {
  /** Its place in `mine`. */
  readonly index: number;
  /** What of mine is left out, as I made it. */
  readonly change: Change;
  /**
   * `both`: both decided the same. `gone`: what it changes is not there any more. `refused`: it cannot be made on what
   * is there now. `follows`: it needs a change that is left out itself.
   */
  readonly kind: "both" | "gone" | "refused" | "follows";
  readonly message: string;
  /** What of theirs is in the way, where that is one change. */
  readonly theirs: Change | null;
  /** Whether it can be made all the same, over theirs (`winning`). */
  readonly canWin: boolean;
}

export interface Rebased {
  /** What of mine can be made on `current`, one after another, under the names that things have now. */
  readonly changes: readonly Change[];
  readonly conflicts: readonly RebaseConflict[];
  /** Places of changes that others made too, to the letter: nothing is left to do. */
  readonly done: readonly number[];
}

/**
 * Brings changes that were made on one version of a schema onto a newer one. Renames are followed; what others decided
 * is never overwritten silently: it is a conflict, and what else I changed of the same column still applies.
 */
export function rebaseChanges(input: RebaseInput): Rebased {
  const refused = new Map<number, string>();
  let tried = attempt(input, refused);
  while (tried.refusal !== null) {
    refused.set(tried.refusal.index, tried.refusal.message);
    tried = attempt(input, refused);
  }
  // A whole that is too much may be told of a change that is not to blame: what also fits is taken back in.
  for (const index of refused.keys()) {
    const fewer = new Map([...refused].filter(([other]) => other !== index));
    const again = attempt(input, fewer);
    if (again.refusal !== null) continue;
    refused.delete(index);
    tried = again;
  }
  return tried.rebased;
}

interface Attempt {
  readonly rebased: Rebased;
  /** Why the schema as a whole cannot be so, and whose doing that is. */
  readonly refusal: { readonly index: number; readonly message: string } | null;
}

function attempt(input: RebaseInput, refused: ReadonlyMap<number, string>): Attempt {
  const { kept, conflicts, done } = new Rebase(input, refused).run();
  const changes = kept.map(({ change }) => change);
  const rebased = { changes, conflicts, done };
  const applied = applyChanges(input.current, changes, input.dropped);
  const last = kept.at(-1);
  if (applied.ok || last === undefined) return { rebased, refusal: null };
  const [issue] = applied.issues;
  const place = Number(issue?.path.split("/")[1] ?? kept.length - 1);
  const { index } = kept[place] ?? last;
  return { rebased, refusal: { index, message: issue?.message ?? "It does not fit any more." } };
}

interface Kept {
  readonly index: number;
  readonly change: Change;
}

class Rebase {
  readonly #input: RebaseInput;
  readonly #refused: ReadonlyMap<number, string>;
  /** Under the names that mine gave. */
  readonly #mine: ChangeNames;
  /** Under the names that things have on `current`, with what is kept of mine. */
  readonly #now: ChangeNames;
  readonly #theirs = new Map<string, { readonly facet: Facet; readonly change: Change }>();
  readonly #draft: Draft;
  readonly #kept: Kept[] = [];
  readonly #conflicts: RebaseConflict[] = [];
  readonly #done: number[] = [];

  constructor(input: RebaseInput, refused: ReadonlyMap<number, string>) {
    this.#input = input;
    this.#refused = refused;
    this.#mine = new ChangeNames(input.base.tables, "mine");
    this.#now = new ChangeNames(input.base.tables, "theirs");
    this.#draft = startDraft(input.current.tables, input.dropped);
    for (const change of input.theirs) {
      for (const facet of facetsOf(change, this.#now)) this.#theirs.set(facetKey(facet), { facet, change });
      this.#now.follow(change);
    }
  }

  run() {
    for (const [index, change] of this.#input.mine.entries()) {
      const isThere = this.#take(index, change);
      this.#mine.follow(change);
      if (isThere) this.#adopt(change);
    }
    return { kept: this.#kept, conflicts: this.#conflicts, done: this.#done };
  }

  /** @returns whether what the change leads to is there now. */
  #take(index: number, change: Change): boolean {
    const refusal = this.#refused.get(index);
    if (refusal !== undefined) return this.#conflict(index, change, { kind: "refused", message: refusal });
    const translated = translateChange(change, this.#mine, this.#now);
    if (!translated.ok) return this.#missing(index, change, translated);
    const left = this.#withoutDecided(index, change, translated.change);
    if (left === null) return false;
    if (this.#isMade(left)) {
      this.#done.push(index);
      return true;
    }
    const [problem] = applyChange(this.#draft, left);
    if (problem !== undefined)
      return this.#conflict(index, change, { kind: "refused", message: problem.message });
    this.#kept.push({ index, change: left });
    if (left.kind !== "create_table" && left.kind !== "add_column") this.#now.follow(left);
    return true;
  }

  /** What it names is not there: dropped by others, or never made because its own creation is a conflict. */
  #missing(
    index: number,
    change: Change,
    { name, isMine }: { readonly name: string; readonly isMine: boolean },
  ): boolean {
    const isDrop = change.kind === "drop_table" || change.kind === "drop_column";
    if (isDrop && !isMine) {
      this.#done.push(index);
      return false;
    }
    const message = isMine ? `It needs ${name}, which is left out itself.` : `${name} was dropped.`;
    return this.#conflict(index, change, { kind: isMine ? "follows" : "gone", message });
  }

  /** What is left of a change without that which others decided otherwise; null: nothing. */
  #withoutDecided(index: number, change: Change, translated: Change): Change | null {
    if (this.#input.winning?.has(index)) return translated;
    const met = this.#inTheWay(change);
    if (met.length === 0) return translated;
    const differing = met.filter(
      ({ mine, facet }) => mine.setting !== facet.setting || !isSameJson(mine.value, facet.value),
    );
    const settings = new Set(met.map(({ mine }) => mine.setting));
    if (differing[0] !== undefined) {
      const lost =
        change.kind === "alter_column"
          ? narrowed(change, (key) => differing.some(({ mine }) => mine.setting === key))
          : change;
      this.#conflict(index, lost, {
        kind: "both",
        message: bothWords(
          change,
          differing.map(({ facet }) => facet),
        ),
        theirs: differing[0].change,
        canWin: true,
      });
    }
    if (translated.kind !== "alter_column") {
      if (differing.length === 0) this.#done.push(index);
      return null;
    }
    const rest = narrowed(translated, (key) => !settings.has(key));
    if (Object.keys(rest.set).length > 0) return rest;
    if (differing.length === 0) this.#done.push(index);
    return null;
  }

  /** Decisions of others about the very thing; to a drop, every decision about the table or column. */
  #inTheWay(change: Change) {
    const mine = facetsOf(change, this.#mine);
    const [drop] = mine;
    if (change.kind === "drop_table" || change.kind === "drop_column") {
      return [...this.#theirs.values()]
        .filter(
          ({ facet }) =>
            facet.table === drop?.table && (drop.column === null || facet.column === drop.column),
        )
        .map((theirs) => ({ ...theirs, mine: drop ?? theirs.facet }));
    }
    return mine.flatMap((facet) => {
      const theirs = facet.setting === "referenced" ? undefined : this.#theirs.get(facetKey(facet));
      return theirs === undefined ? [] : [{ ...theirs, mine: facet }];
    });
  }

  /** Whether it creates what others have created in the same way. */
  #isMade(change: Change): boolean {
    if (change.kind === "create_table") {
      const there = this.#draft.tables.find(({ name }) => name === change.table.name);
      return there !== undefined && isSameJson(there, completeTable(change.table));
    }
    if (change.kind !== "add_column") return false;
    const table = this.#draft.tables.find(({ name }) => name === change.table);
    return table?.columns.some((column) => isSameJson(column, change.column)) ?? false;
  }

  /** What is there now under the name that I gave it is what I mean by it. */
  #adopt(change: Change): void {
    if (change.kind === "create_table") {
      const id = this.#mine.tableId(change.table.name);
      if (id !== null)
        this.#now.adoptTable(
          change.table.name,
          id,
          change.table.columns.map(({ name }) => name),
        );
    }
    if (change.kind === "restore_table") {
      const id = this.#mine.tableId(change.table);
      if (id !== null) this.#now.adoptTable(change.table, id, []);
    }
    if (change.kind !== "add_column" && change.kind !== "restore_column") return;
    const name = change.kind === "add_column" ? change.column.name : change.column;
    const id = this.#mine.columnId(change.table, name);
    const table = this.#now.tableName(this.#mine.tableId(change.table) ?? "");
    if (id !== null && table !== null) this.#now.adoptColumn(table, name, id);
  }

  #conflict(
    index: number,
    change: Change,
    about: Pick<RebaseConflict, "kind" | "message"> & Partial<RebaseConflict>,
  ): false {
    this.#conflicts.push({ theirs: null, canWin: false, ...about, index, change });
    return false;
  }
}

type Alteration = Extract<Change, { readonly kind: "alter_column" }>;

function narrowed(change: Alteration, isKept: (setting: string) => boolean): Alteration {
  return { ...change, set: Object.fromEntries(Object.entries(change.set).filter(([key]) => isKept(key))) };
}

function bothWords(change: Change, facets: readonly Facet[]): string {
  const settings = [...new Set(facets.map(({ setting }) => settingWords[setting] ?? `the ${setting}`))];
  const last = settings.at(-1) ?? "";
  const words = settings.length > 1 ? `${settings.slice(0, -1).join(", ")} and ${last}` : last;
  const column = "column" in change && typeof change.column === "string" ? `.${change.column}` : "";
  const name = change.kind === "create_table" ? change.table.name : `${change.table}${column}`;
  const isDrop = change.kind === "drop_table" || change.kind === "drop_column";
  if (facets.some(({ setting }) => setting === "referenced"))
    return `You drop ${name}, and somebody else made a relation to it.`;
  return isDrop
    ? `You drop ${name}, of which somebody else changed ${words}.`
    : `Somebody else changed ${words} of ${name} too.`;
}

const settingWords: Readonly<Record<string, string>> = {
  enum_values: "the choices",
  sql_type: "the type",
  references: "the relation",
  required: "whether it is required",
  unique: "whether it is unique",
  indexed: "whether it is indexed",
};
