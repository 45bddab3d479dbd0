import type { RunningResult } from "./running-results.ts";

type Written = Pick<RunningResult, "command" | "row_count" | "tables" | "effects">;

interface Verb {
  readonly will: string;
  readonly has: string;
  /** What stands between the rows and the table. */
  readonly place: string;
}

const verbs: Readonly<Record<string, Verb>> = {
  INSERT: { will: "add", has: "added", place: "to" },
  UPDATE: { will: "change", has: "changed", place: "in" },
  DELETE: { will: "delete", has: "deleted", place: "from" },
  MERGE: { will: "merge", has: "merged", place: "into" },
};

const verbOfEffect = { added: "INSERT", changed: "UPDATE", deleted: "DELETE" } as const;

/** "add 1 row and change 2 rows in authors", of a SELECT with writes in its WITH list "write to authors"; null: no write of rows. */
export function willWrite(result: Written): string | null {
  const parts = partsOf(result);
  if (parts === null) return result.tables === undefined ? null : `write to ${listed(result.tables)}`;
  const said = parts.map(({ verb, count }) => `${verb.will} ${rows(count)}`);
  return [listed(said), placeOf(parts, result.tables)].filter(Boolean).join(" ");
}

/** "1 row added and 2 changed in authors"; null: no write of rows. */
export function hasWritten(result: Written): string | null {
  const parts = partsOf(result);
  if (parts === null || result.tables === undefined) return null;
  const said = parts.map(({ verb, count }, index) =>
    index === 0 ? `${rows(count)} ${verb.has}` : `${count.toLocaleString("en")} ${verb.has}`,
  );
  return [listed(said), placeOf(parts, result.tables)].filter(Boolean).join(" ");
}

interface WrittenPart {
  readonly verb: Verb;
  readonly count: number;
}

/** What was done to which number of rows: what an upsert or a MERGE did to none is left out. */
function partsOf({ command, row_count: count, effects = {} }: Written): readonly WrittenPart[] | null {
  const verb = verbs[command];
  if (verb === undefined) return null;
  const parts = (["added", "changed", "deleted"] as const).flatMap((effect): WrittenPart[] => {
    const { [effect]: rowsOf = 0 } = effects;
    const own = verbs[verbOfEffect[effect]];
    return rowsOf === 0 || own === undefined ? [] : [{ verb: own, count: rowsOf }];
  });
  return parts.length === 0 ? [{ verb, count }] : parts;
}

function placeOf(parts: readonly WrittenPart[], tables: readonly string[] = []): string {
  if (tables.length === 0) return "";
  const [only] = parts;
  const place = parts.length === 1 && only !== undefined ? only.verb.place : "in";
  const beside = tables.slice(0, -1);
  return `${place} ${tables.at(-1)}${beside.length === 0 ? "" : `, with writes to ${listed(beside)}`}`;
}

function rows(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
