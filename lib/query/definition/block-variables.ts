import { enumTypeOf } from "../../catalog/enum-type.ts";
import type { Catalog, FunctionArgument, TypedName } from "../../catalog/types.ts";
import { asList, unwrap } from "../../expression/tree.ts";
import type { Block, Declaration, Statement } from "../plpgsql/block.ts";
import { plainName } from "../plpgsql/read-statement.ts";
import type { Field, RowVariables } from "../plpgsql/row-words.ts";
import { byteIndex } from "../text/positions.ts";
import { quoted } from "../text/statement-names.ts";
import { typeNameOf } from "../text/type-text.ts";
import { argumentsOf, rowColumns } from "./function-signature.ts";
import type { FunctionTools } from "./function-tools.ts";
import { type DefinitionInput, unsupported } from "./step.ts";
import { storedReads } from "./stored-reads.ts";

/** The variables that every block has. */
export const blockVariables: readonly (readonly [name: string, type: string])[] = [
  ["found", "boolean"],
  ["sqlstate", "text"],
  ["sqlerrm", "text"],
];

/** The variables of a block, behind the arguments of its function: places are those of both together. */
export class BlockVariables {
  readonly #input: DefinitionInput;
  readonly #args: readonly FunctionArgument[];
  readonly #variables: FunctionArgument[] = [];
  readonly #rows = new Map<string, readonly Field[]>();
  /** Records whose columns the first query tells that they keep a row of. */
  readonly #records = new Set<string>();

  constructor(input: DefinitionInput, args: readonly FunctionArgument[]) {
    this.#input = input;
    this.#args = args;
  }

  get variables(): readonly FunctionArgument[] {
    return this.#variables;
  }

  get rows(): RowVariables {
    return this.#rows;
  }

  /** Those that are there without being declared. */
  addOwn(name: string, type: string): void {
    if (this.#placeOf(name) === -1) this.#variables.push({ name, type });
  }

  /** Values that go by the fields of a row that nobody declares: `NEW.email`. */
  addGiven(row: string, names: readonly string[]): void {
    this.#rows.set(
      row,
      names.map((name, index) => ({ name, number: index + 1 })),
    );
  }

  /** All that a block and those within it declare. */
  async declare(block: Block, tools: FunctionTools): Promise<void> {
    const counters = new Set<string>();
    for (const declaration of declarationsOf(block)) {
      const { name, value } = declaration;
      if (counters.has(name) && value === counterValue) continue;
      if (value === counterValue) counters.add(name);
      if (this.#placeOf(name) !== -1 || this.#rows.has(name) || this.#records.has(name))
        throw unsupported(`A second variable "${name}"`, null);
      await this.#declareOne(declaration, tools);
    }
  }

  async #declareOne({ name, type }: Declaration, { parse }: FunctionTools): Promise<void> {
    const { catalog } = this.#input;
    if (/^record$/i.test(type)) {
      this.#records.add(name);
      return;
    }
    const [row] = storedReads(catalog, [rowTypeName(type)]);
    if (row !== undefined) {
      this.#addRow(name, rowColumns(catalog, row.id));
      return;
    }
    const text = `create function f (${quoted(name)} ${plainType(catalog, type)}) returns void language sql as ''`;
    const parsed = await parse(text);
    const fields = parsed.ok ? parsed.statements[0]?.tree.fields : undefined;
    if (fields === undefined) throw unsupported(`A variable of the type ${type}`, null);
    const parameters = asList(fields.parameters).flatMap((item) => unwrap(item) ?? []);
    this.#variables.push(
      ...argumentsOf({ ...this.#input, text, fields, indexOf: byteIndex(text) }, parameters),
    );
  }

  #addRow(name: string, columns: readonly TypedName[]): void {
    const from = this.#args.length + this.#variables.length;
    this.#variables.push(...columns.map((column) => ({ name: `${name}.${column.name}`, type: column.type })));
    this.#rows.set(
      name,
      columns.map((column, index) => ({ name: column.name, number: from + index + 1 })),
    );
  }

  /** The places of what a row is kept in. @param columnsOf those of the row. */
  async places(
    names: readonly string[],
    columnsOf: () => Promise<readonly TypedName[]>,
  ): Promise<readonly number[]> {
    const [only = "", ...others] = names;
    if (others.length === 0 && this.#records.has(only)) {
      const columns = await columnsOf();
      const known = this.#rows.get(only);
      if (known === undefined) this.#addRow(only, columns);
      else if (known.map(({ name }) => name).join() !== columns.map(({ name }) => name).join())
        throw unsupported(`A record ("${only}") that keeps rows of different columns`, null);
    }
    const fields = others.length === 0 ? this.#rows.get(only) : undefined;
    if (fields !== undefined) return fields.map(({ number }) => number - 1);
    return names.map((name) => {
      const place = this.#placeOf(name);
      if (place === -1) throw unsupported(`Setting "${name}"`, null);
      return place;
    });
  }

  #placeOf(name: string): number {
    return [...this.#args, ...this.#variables].findIndex((argument) => argument.name === name);
  }
}

/** What the variable of `FOR i IN 1 .. 10` is declared with, which several loops may have. */
const counterValue = "0 /* counted */";

/** `posts.title%TYPE` is the column's, and a table's name a row of it. */
export function plainType(catalog: Catalog, type: string): string {
  const found = /^(?:public\s*\.\s*)?("[^"]+"|\w+)\s*\.\s*("[^"]+"|\w+)\s*%\s*type$/i.exec(type);
  if (found === null)
    return storedReads(catalog, [rowTypeName(type)]).length === 0 ? type : `${type}%rowtype`;
  const [table, column] = [plainName(found[1] ?? ""), plainName(found[2] ?? "")];
  const of = catalog.tables.find(({ definition }) => definition.name === table);
  const own = of?.definition.columns.find(({ name }) => name === column);
  if (of === undefined || own === undefined) return type;
  const labels = enumTypeOf(catalog, of.id, own.name);
  return labels === null ? typeNameOf(own) : quoted(labels.name);
}

/** `public.posts%ROWTYPE` → `posts` */
function rowTypeName(type: string): string {
  return plainName(
    type
      .replace(/\s*%\s*rowtype$/i, "")
      .replace(/^public\s*\.\s*/i, "")
      .trim(),
  );
}

function declarationsOf(block: Block): readonly Declaration[] {
  const within = [...block.statements, ...block.handlers.flatMap(({ statements }) => statements)];
  return [...block.declarations, ...within.flatMap(declaredIn)];
}

function declaredIn(statement: Statement): readonly Declaration[] {
  switch (statement.kind) {
    case "block":
      return declarationsOf(statement.block);
    case "if":
      return [...statement.arms.flatMap((arm) => arm.statements), ...statement.otherwise].flatMap(declaredIn);
    case "foreach":
    case "while":
      return statement.statements.flatMap(declaredIn);
    case "for": {
      const [name = ""] = statement.targets;
      const isOwn = statement.isCounted && statement.isDeclared !== true;
      const own = isOwn ? [{ name, type: "int", value: counterValue }] : [];
      return [...own, ...statement.statements.flatMap(declaredIn)];
    }
    default:
      return [];
  }
}
