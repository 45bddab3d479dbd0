import { type Context, kindOf } from "../interpret/context.ts";
import type { ReferenceSpec } from "../ontology/notation.ts";
import { singular } from "../text/inflection.ts";
import { putReference, referencesTo } from "./columns.ts";
import type { DraftTable } from "./model.ts";
import { between, knownJunction, makeJunction } from "./resolve.ts";

/** Ties what the words left untied, as such things usually are: by the ontology, by names, by kind. */
export function connect(context: Context): void {
  bringTargets(context);
  for (const table of fresh(context))
    for (const spec of table.entity?.references ?? []) connectSpec(context, table, spec);
  impliedJunctions(context);
  for (const table of fresh(context)) connectByName(context, table);
  for (const table of fresh(context)) connectByKind(context, table);
}

const fresh = (context: Context): DraftTable[] =>
  context.model.tables.filter((table) => table.origin !== "base" && table.origin !== "junction");

/** Parts need their wholes: order items bring orders and products. */
function bringTargets(context: Context): void {
  for (const table of fresh(context)) {
    for (const spec of table.entity?.references ?? []) {
      if (!spec.brings || spec.targets.some((name) => context.model.findEntity(name) !== null)) continue;
      const first = spec.targets[0];
      if (first !== undefined && table.origin !== "usual" && context.said < 2)
        context.model.ensure(first, "needed");
    }
  }
}

function targetOf(context: Context, table: DraftTable, spec: ReferenceSpec): DraftTable | null {
  const all = spec.targets.map((name) => context.model.findEntity(name)).filter((found) => found !== null);
  const own = all.filter((found) => found !== table || spec.roles.length > 0);
  return (
    own.find((found) => found.origin !== "base" || found.name !== "users") ??
    ownedByUsers(context, table, spec, own)
  );
}

/** The users of every database are only tied where a person is essential, not to each list that somebody keeps. */
function ownedByUsers(
  context: Context,
  table: DraftTable,
  spec: ReferenceSpec,
  own: readonly DraftTable[],
): DraftTable | null {
  void context;
  const isEssential = spec.tie !== "optional" || spec.roles.length > 0;
  return isEssential && !(table.isListed && spec.roles.length === 0) ? (own[0] ?? null) : null;
}

function connectSpec(context: Context, table: DraftTable, spec: ReferenceSpec): void {
  const target = targetOf(context, table, spec);
  if (target === null) return;
  const tied = referencesTo(table, target);
  if (spec.roles.length === 2) {
    connectPair(table, target, spec, tied.length);
    return;
  }
  if (
    tied.length > 0 &&
    (spec.roles.length === 0 ||
      spec.roles.some((role) => tied.some((entry) => entry.column.name === `${role}_id`)))
  ) {
    strengthen(table, target, spec);
    return;
  }
  if (
    tied.length > 0 ||
    referencesTo(target, table).length > 0 ||
    between(context, table, target)?.origin === "junction"
  )
    return;
  if (spec.tie === "optional" && hasAnotherOf(context, table, spec)) return;
  const role = spec.roles[0];
  const wish = wishOf(spec, table);
  putReference(
    table,
    target,
    role === undefined || (target !== table && isPlainPerson(target, role)) ? wish : { ...wish, role },
  );
}

/** `category:categories` is just a category; `author:users` is a role. */
const isPlainPerson = (target: DraftTable, role: string): boolean => singular(target.name) === role;

function hasAnotherOf(context: Context, table: DraftTable, spec: ReferenceSpec): boolean {
  return spec.targets.some((name) => {
    const other = context.model.findEntity(name);
    return other !== null && referencesTo(table, other).length > 0;
  });
}

function wishOf(
  spec: ReferenceSpec,
  table: DraftTable,
): { required: boolean; onDelete: "cascade" | "restrict" | "set null" } {
  if (spec.tie === "owned") return { required: true, onDelete: "cascade" };
  void table;
  return spec.tie === "required"
    ? { required: true, onDelete: /^author|user/.test(spec.roles[0] ?? "") ? "cascade" : "restrict" }
    : { required: false, onDelete: "set null" };
}

function strengthen(table: DraftTable, target: DraftTable, spec: ReferenceSpec): void {
  if (spec.tie === "optional") return;
  const plain = referencesTo(table, target).find((entry) => entry.was === null);
  if (plain?.column.references === undefined || table === target) return;
  const { onDelete } = wishOf(spec, table);
  plain.column = {
    ...plain.column,
    required: true,
    references: { ...plain.column.references, on_delete: onDelete },
  };
}

function connectPair(table: DraftTable, target: DraftTable, spec: ReferenceSpec, tied: number): void {
  if (tied > 1) return;
  const isEssential =
    spec.tie !== "optional" ||
    tied === 1 ||
    table.entity?.references.length === 1 ||
    kindOf(table) === "e" ||
    true;
  if (!isEssential) return;
  const suffix = singular(target.name);
  const named = (role: string): string =>
    /(er|or|ent|ed|ee|person|player|team)$/.test(role) ? role : `${role}_${suffix}`;
  const plain = referencesTo(table, target).filter((entry) => entry.was === null);
  if (tied === 1 && plain[0] !== undefined) table.columns.splice(table.columns.indexOf(plain[0]), 1);
  for (const role of spec.roles)
    putReference(table, target, {
      role: named(role),
      required: spec.tie !== "optional",
      ...(spec.tie === "owned" ? { onDelete: "cascade" as const } : {}),
    });
}

function impliedJunctions(context: Context): void {
  const tables = [...context.model.tables];
  for (const [index, left] of tables.entries()) {
    for (const right of tables.slice(index + 1)) {
      if ((left.origin === "base" && !left.isSaid) || (right.origin === "base" && !right.isSaid)) continue;
      if (left.origin === "base" && right.origin === "base") continue;
      if (left.origin === "junction" || right.origin === "junction") continue;
      const known = knownJunction(context, left, right);
      if (known?.implied !== true || between(context, left, right) !== null) continue;
      if (referencesTo(left, right).length + referencesTo(right, left).length > 0) continue;
      makeJunction(context, left, right, known);
    }
  }
}

/** `hive_inspections` inspects hives; `rooms` have `room_types`. */
function connectByName(context: Context, table: DraftTable): void {
  const words = table.name.split("_");
  if (words.length < 2) return;
  for (const other of context.model.tables) {
    if (
      other === table ||
      other.origin === "junction" ||
      referencesTo(table, other).length + referencesTo(other, table).length > 0
    )
      continue;
    const otherWords = other.name.split("_").map(singular);
    const leads =
      otherWords.length < words.length &&
      otherWords.every((word, index) => singular(words[index] ?? "") === word);
    if (!leads || between(context, table, other) !== null) continue;
    if (
      /^(type|category|kind|class|status|group|tier|model|brand|size|template|level|source|tag|label)$/.test(
        singular(words.at(-1) ?? ""),
      )
    ) {
      if (other.origin !== "base") putReference(other, table);
    } else putReference(table, other);
  }
}

/** An event of which nothing is known is tied to the persons and things around it. */
function connectByKind(context: Context, table: DraftTable): void {
  if (kindOf(table) !== "e" || hasTies(context, table)) return;
  const others = fresh(context).filter((other) => other !== table && /^[pt]$/.test(kindOf(other)));
  const nearest = [
    others.find((other) => kindOf(other) === "t"),
    others.find((other) => kindOf(other) === "p"),
  ];
  for (const other of nearest) if (other !== undefined) putReference(table, other);
}

function hasTies(context: Context, table: DraftTable): boolean {
  return (
    table.columns.some((entry) => entry.column.references !== undefined) ||
    context.model.tables.some((other) => referencesTo(other, table).length > 0)
  );
}
