import { constraintName } from "../../catalog/constraint-names.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import type { FoundMisfit } from "../schema/count-misfits.ts";

/** What Postgres says of rows that do not fit a new definition, and which ours are. */
export interface MisfitWords {
  /** Null: Postgres's depend on more than is known here. */
  readonly message: string | null;
  readonly detail: string;
}

/** @param tree the statement that asked for it. */
export function misfitWords(tree: TreeNode | undefined, misfit: FoundMisfit): MisfitWords {
  const { table, column, kind, constraint, examples } = misfit;
  const first = examples[0]?.value ?? null;
  const listed = listedRows(misfit);
  const said = namedConstraint(tree);
  switch (kind) {
    case "missing":
      return { message: `column "${column}" of relation "${table}" contains null values`, detail: listed };
    case "check":
      return {
        message: `check constraint "${constraint}" of relation "${table}" is violated by some row`,
        detail: listed,
      };
    case "duplicate": {
      const name = said.name ?? constraint ?? constraintName(table, said.kind, [column]);
      const key =
        constraint === undefined && first !== null ? `Key (${column})=(${first}) is duplicated. ` : "";
      return { message: `could not create unique index "${name}"`, detail: key + listed };
    }
    case "dangling": {
      const name = said.name ?? constraint ?? constraintName(table, "foreign_key", [column]);
      const target = said.target === null ? "" : ` in table "${said.target}"`;
      const isOne = constraint === undefined && first !== null && target !== "";
      return {
        message: `insert or update on table "${table}" violates foreign key constraint "${name}"`,
        detail: (isOne ? `Key (${column})=(${first}) is not present${target}. ` : "") + listed,
      };
    }
    case "unconvertible": {
      const { raised } = misfit;
      const type = newType(tree, column);
      const message = raised?.message ?? `invalid input value for enum ${type}: "${first}"`;
      return {
        message: raised === undefined && (type === null || first === null) ? null : message,
        detail: raised?.detail === undefined ? listed : `${raised.detail} ${listed}`,
      };
    }
  }
}

/** The type that a statement gives a column, as it is named. */
function newType(tree: TreeNode | undefined, column: string): string | null {
  const [found] = asList(tree?.fields.cmds)
    .flatMap((item): readonly TreeFields[] => [unwrap(item)?.fields ?? {}])
    .filter(({ subtype, name }) => subtype === "AT_AlterColumnType" && name === column);
  const type = unwrap(found?.def)?.fields.typeName as TreeFields | undefined;
  return names(type?.names).at(-1) ?? null;
}

/** The same of a constraint that comes with a column, whose default all rows get. */
export function addedViolation(tree: TreeNode | undefined, code: string, column: string): string | null {
  const table = (tree?.fields.relation as { readonly relname?: string } | undefined)?.relname;
  if (table === undefined) return null;
  const { name, kind } = namedConstraint(tree);
  if (code === "23505")
    return `could not create unique index "${name ?? constraintName(table, kind, [column])}"`;
  if (code !== "23503") return null;
  return `insert or update on table "${table}" violates foreign key constraint "${name ?? constraintName(table, "foreign_key", [column])}"`;
}

/** `Rows: 2 (abc), 5 (x), and 8 more.`, by their keys. */
function listedRows({ kind, examples, rows }: FoundMisfit): string {
  const isValueTold = kind !== "missing" && kind !== "check";
  const told = examples.map(({ key, value }) => {
    const row = key ?? "without a key";
    return isValueTold && value !== null ? `${row} (${shortened(value)})` : row;
  });
  const more = rows > examples.length ? `, and ${rows - examples.length} more` : "";
  return `${rows === 1 ? "Row" : "Rows"}: ${told.join(", ")}${more}.`;
}

const shortened = (value: string) => (value.length > 60 ? `${value.slice(0, 59)}…` : value);

interface Said {
  readonly name: string | null;
  /** What a key that it makes would be called after. */
  readonly kind: "primary_key" | "unique" | "index";
  /** The table that a reference points at. */
  readonly target: string | null;
}

/** The one constraint or index that a statement makes, as far as it says so. */
export function namedConstraint(tree: TreeNode | undefined): Said {
  const [only, ...others] = constraintsIn(tree?.fields);
  if (others.length > 0) return { name: null, kind: "unique", target: null };
  const name = only?.conname ?? (tree?.kind === "IndexStmt" ? tree.fields.idxname : undefined);
  const target = (only?.pktable as { readonly relname?: string } | undefined)?.relname;
  const ofKey = only?.contype === "CONSTR_PRIMARY" ? "primary_key" : "unique";
  const kind = tree?.kind === "IndexStmt" ? "index" : ofKey;
  return { name: typeof name === "string" ? name : null, kind, target: target ?? null };
}

function constraintsIn(value: unknown): readonly TreeFields[] {
  if (Array.isArray(value)) return value.flatMap(constraintsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([kind, below]) =>
    kind === "Constraint" ? [below as TreeFields] : constraintsIn(below),
  );
}
