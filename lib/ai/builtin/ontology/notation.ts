import type { ColumnType, Json } from "../../../catalog/types.ts";

/**
 * The notation of the ontology, one thing a line:
 * `table | kind | other words | columns | references`.
 *
 * Kinds: `p` person, `o` organisation, `l` place, `t` thing, `e` event, `d` part of an owner, `c` category, `f` paper.
 * A column is `name`, then any of `:type`, `(enum,values=default)`, `=default`, `!` required, `*` unique.
 * A reference is `role:target/other target`, then `!` required, `^` owned (deleted with it), `?` when there,
 * `+` brings its target in. Two roles (`from,to:`) are two references.
 */
export interface Entity {
  readonly name: string;
  readonly group: string;
  readonly kind: Kind;
  /** Singular phrases that name it, the table's own first. */
  readonly phrases: readonly string[];
  readonly columns: readonly ColumnSpec[];
  readonly references: readonly ReferenceSpec[];
}

export type Kind = "p" | "o" | "l" | "t" | "e" | "d" | "c" | "f";

export interface ColumnSpec {
  readonly name: string;
  readonly type?: ColumnType;
  readonly values?: readonly string[];
  readonly default?: Json;
  readonly required: boolean;
  readonly unique: boolean;
}

export interface ReferenceSpec {
  /** Empty: named after the target. */
  readonly roles: readonly string[];
  readonly targets: readonly string[];
  readonly tie: "optional" | "required" | "owned";
  readonly brings: boolean;
}

/** Splits at spaces that are not inside parentheses. */
function fields(text: string): string[] {
  return (
    text
      .match(/(?:\([^)]*\)|[^\s(])+/g)
      ?.map((part) => part.trim())
      .filter((part) => part !== "" && part !== "-") ?? []
  );
}

/** @throws {SyntaxError} if the text is not a column of the notation: a fault of the data, found by its test. */
function parseColumn(text: string): ColumnSpec {
  const match = /^([a-z][a-z0-9_]*)((?:[!*]|:[a-z[\]]+|\([^)]*\)|=[\w.-]+)*)$/.exec(text);
  if (match === null) throw new SyntaxError(`not a column: ${text}`);
  const [, name = "", rest = ""] = match;
  const list = /\(([^)]*)\)/.exec(rest)?.[1];
  const [values, preset] = (list ?? "").split("=");
  const type = /:([a-z[\]]+)/.exec(rest)?.[1];
  const value = preset ?? /=([\w.-]+)/.exec(rest.replace(/\([^)]*\)/, ""))?.[1];
  return {
    name,
    required: rest.includes("!"),
    unique: rest.includes("*"),
    ...(list === undefined || values === undefined ? {} : { type: "enum", values: values.split(",") }),
    // The data's test checks every written type against the closed list.
    ...(type === undefined ? {} : { type: type as ColumnType }),
    ...(value === undefined ? {} : { default: literalOf(value) }),
  };
}

function literalOf(text: string): Json {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function parseReference(text: string): ReferenceSpec {
  const bare = text.replace(/[!^?+]+$/, "");
  const flags = text.slice(bare.length);
  const [left, right] = bare.includes(":") ? bare.split(":") : ["", bare];
  return {
    roles: (left ?? "").split(",").filter((role) => role !== ""),
    targets: (right ?? "").split("/"),
    tie: flags.includes("^") ? "owned" : flags.includes("!") ? "required" : "optional",
    brings: flags.includes("+"),
  };
}

export function parseColumns(text: string): ColumnSpec[] {
  return fields(text).map(parseColumn);
}

/** All things of one data file. @throws {SyntaxError} on a line that is not of the notation. */
export function parseEntities(source: string): Entity[] {
  const entities: Entity[] = [];
  let group = "";
  for (const line of source.split("\n").map((text) => text.trim())) {
    if (line === "") continue;
    if (line.startsWith("@")) {
      group = line.slice(1);
      continue;
    }
    const [name, kind, words, columns, references] = line.split("|").map((part) => part.trim());
    if (name === undefined || kind === undefined || words === undefined) throw new SyntaxError(line);
    entities.push({
      name,
      group,
      kind: kind as Kind,
      phrases: words
        .split(",")
        .map((word) => word.trim())
        .filter((word) => word !== ""),
      columns: parseColumns(columns ?? ""),
      references: fields(references ?? "").map(parseReference),
    });
  }
  return entities;
}
