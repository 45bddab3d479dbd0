import { randomUUID } from "node:crypto";
import type {
  Catalog,
  CatalogFunction,
  FunctionArgument,
  FunctionReturn,
  StoredRead,
  TypedName,
} from "../../catalog/types.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { guardExpression } from "../../expression/guard.ts";
import { guardTypeName } from "../../expression/guard-types.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, keyword, sql } from "../../sql/sql.ts";
import { insideOf, listItems, placedTokens } from "../clauses.ts";
import { storedText } from "../compile-select.ts";
import type { ParseOutcome } from "../sql-parser.ts";
import { bodySelect, callSelect, returnedColumns } from "../stored-view.ts";
import { tokens } from "../tokens.ts";
import { typeNameOf, typeText } from "../type-text.ts";
import { Refused } from "../write/refused.ts";
import type { ColumnsOfText } from "./create-view.ts";
import { type DefinitionInput, type DefinitionStep, nameOf, tableNamed, unsupported } from "./step.ts";
import { storedReads } from "./stored-reads.ts";

/** What the making of a function asks for besides its text. */
export interface FunctionTools {
  readonly parse: (text: string) => Promise<ParseOutcome>;
  readonly columnsOf: ColumnsOfText;
}

/** `CREATE [OR REPLACE] FUNCTION f (a int, b text DEFAULT 'x') RETURNS … LANGUAGE sql AS $$ SELECT … $$` */
export async function createFunction(input: DefinitionInput, tools: FunctionTools): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  const name = nameOf(fields.funcname);
  const command = fields.is_procedure === true ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  if (fields.is_procedure === true) throw unsupported("CREATE PROCEDURE", null, "Write a function.");
  const options = new Map(asList(fields.options).flatMap((item) => optionOf(unwrap(item))));
  refuseLanguage(options, fields);
  const old = catalog.functions?.find((candidate) => candidate.name === name);
  if (old !== undefined && fields.replace !== true)
    throw new Refused("duplicateFunction", `function "${name}" already exists with same argument types`);
  const parameters = asList(fields.parameters).flatMap((item) => unwrap(item) ?? []);
  const args = argumentsOf(input, parameters);
  const returns = returnOf(catalog, fields, parameters);
  const body = bodyOf(input, options);
  const prepared = await preparedBody(catalog, body, tools);
  refuseUnknownParameters(prepared.parameters, args);
  const volatility = volatilityOf(options);
  const made: CatalogFunction = {
    id: old?.id ?? randomUUID(),
    name,
    arguments: args,
    returns,
    volatility,
    body,
    ...prepared.stored,
  };
  await check(catalog, made, tools.columnsOf);
  return { command, changes: [], stored: [{ kind: "function", function: made }] };
}

function optionOf(node: TreeNode | null): [string, unknown][] {
  return node === null ? [] : [[String(node.fields.defname), node.fields.arg]];
}

function textOf(value: unknown): string {
  return String((unwrap(value)?.fields as { sval?: string } | undefined)?.sval ?? "");
}

function refuseLanguage(options: ReadonlyMap<string, unknown>, fields: TreeFields): void {
  const language = options.has("language") ? textOf(options.get("language")) : "sql";
  if (
    names([(fields.returnType as TreeFields | undefined)?.names].flat()).at(-1) === "trigger" ||
    language !== "sql"
  ) {
    throw unsupported(
      `A function in the language "${language}"`,
      null,
      "Write it in LANGUAGE sql as one SELECT, or do it in your app; triggers become defaults, generated columns and checks.",
    );
  }
}

function volatilityOf(options: ReadonlyMap<string, unknown>): CatalogFunction["volatility"] {
  const said = textOf(options.get("volatility"));
  return said === "immutable" || said === "stable" ? said : "volatile";
}

function isInput({ fields }: TreeNode): boolean {
  return ["FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN"].includes(String(fields.mode));
}

function argumentsOf(input: DefinitionInput, parameters: readonly TreeNode[]): readonly FunctionArgument[] {
  const ranges = parameterRanges(input);
  return parameters.flatMap((parameter, index): FunctionArgument[] => {
    if (!isInput(parameter)) return [];
    const { name, argType, defexpr } = parameter.fields;
    const type = typeOf(argType as TreeFields);
    const range = ranges[index];
    const value = unwrap(defexpr);
    const own = { name: name === undefined ? null : String(name), type };
    if (value === null || range === undefined) return [own];
    const refusal = guardExpression(value);
    if (refusal !== null) throw Refused.with(refusal);
    const placed = placedTokens(input.text, range);
    const is = placed.find((token) => token.depth === 0 && (token.word === "DEFAULT" || token.word === "="));
    return [{ ...own, default: input.text.slice(is?.end ?? range.start, range.end).trim() }];
  });
}

function parameterRanges({ text, indexOf, fields }: DefinitionInput) {
  const first = unwrap(asList(fields.parameters)[0]);
  if (first === null) return [];
  // The bracket in front of the first parameter.
  const at = indexOf(Number(first.fields.location ?? 0));
  const open = text.lastIndexOf("(", at);
  const [token] = placedTokens(text, { start: open, end: text.length });
  if (token === undefined) return [];
  return listItems(text, insideOf(text, { start: open, end: text.length }, token).inside);
}

function typeOf(node: TreeFields): string {
  const refusal = guardTypeName({ kind: "TypeName", fields: node });
  if (refusal !== null) throw Refused.with(refusal);
  return typeText(node);
}

function returnOf(catalog: Catalog, fields: TreeFields, parameters: readonly TreeNode[]): FunctionReturn {
  const type = fields.returnType as TreeFields | undefined;
  const columns = parameters
    .filter((parameter) => !isInput(parameter))
    .map(({ fields: { name, argType, mode } }): TypedName => {
      if (mode !== "FUNC_PARAM_TABLE" && mode !== "FUNC_PARAM_OUT")
        throw unsupported("VARIADIC and INOUT", null);
      return { name: String(name ?? "column"), type: typeOf(argType as TreeFields) };
    });
  const isSet = type?.setof === true;
  if (columns.length > 0) return { kind: "rows", columns, isSet };
  const name = names(type?.names).at(-1) ?? "void";
  if (name === "void") return { kind: "void" };
  const table = tableNamed(catalog, name);
  if (table !== undefined && names(type?.names).length === 1)
    return { kind: "rows", columns: columnsOf(table), isSet };
  if (name === "record")
    throw unsupported("RETURNS record", null, "Write RETURNS TABLE (…) with its columns.");
  const { setof: _, ...plain } = type ?? {};
  return { kind: "value", type: typeOf(plain), isSet };
}

function columnsOf(table: NonNullable<ReturnType<typeof tableNamed>>): readonly TypedName[] {
  return readableColumns(table).map((column) => ({ name: column.name, type: typeNameOf(column) }));
}

function bodyOf({ text, indexOf, fields }: DefinitionInput, options: ReadonlyMap<string, unknown>): string {
  const returned = unwrap(fields.sql_body);
  if (returned === null)
    return textOf((unwrap(options.get("as"))?.fields.items as unknown[] | undefined)?.[0]);
  if (returned.kind !== "ReturnStmt")
    throw unsupported("BEGIN ATOMIC", null, "Write the one SELECT as AS $$ … $$.");
  const start = indexOf(Number(fields.location ?? 0));
  const word = placedTokens(text, { start, end: text.length }).findLast(
    ({ depth, word: said }) => depth === 0 && said === "RETURN",
  );
  return `select ${text.slice(word?.end ?? start).trim()}`;
}

interface PreparedBody {
  readonly stored: { readonly query: string; readonly reads: readonly StoredRead[] };
  readonly parameters: ReadonlySet<number>;
}

async function preparedBody(catalog: Catalog, body: string, { parse }: FunctionTools): Promise<PreparedBody> {
  const parsed = await parse(body);
  if (!parsed.ok) throw new Refused("syntaxError", `${parsed.message} (in the function's body)`);
  const [statement, second] = parsed.statements;
  if (statement === undefined || second !== undefined || statement.tree.kind !== "SelectStmt") {
    throw unsupported(
      "A function of anything but one SELECT",
      null,
      "Send writes as statements of their own.",
    );
  }
  const outcome = storedText(catalog, body, statement);
  if (!outcome.ok) throw Refused.with({ ...outcome.refusal, location: null });
  const { query, tables, parameters } = outcome.stored;
  return { stored: { query: numbered(query), reads: storedReads(catalog, tables) }, parameters };
}

/** `$1` becomes a column of the arguments that stand around the body. */
function numbered(query: string): string {
  let text = "";
  let done = 0;
  for (const token of tokens(query)) {
    if (token.kind !== "parameter") continue;
    text += `${query.slice(done, token.start)}"${query.slice(token.start, token.end)}"`;
    done = token.end;
  }
  return text + query.slice(done);
}

function refuseUnknownParameters(used: ReadonlySet<number>, args: readonly FunctionArgument[]): void {
  const highest = Math.max(0, ...used);
  if (highest > args.length) throw new Refused("undefinedParameter", `there is no parameter $${highest}`);
}

/** Has Postgres check a call: names, types and the number of columns. */
async function check(catalog: Catalog, made: CatalogFunction, columns: ColumnsOfText): Promise<void> {
  const given = made.arguments.map(({ type }) => sql`null::${keyword(type)}`);
  const found = await columns(compile(bodySelect(catalog, made, given)).text);
  if (made.returns.kind !== "void" && found.length !== returnedColumns(made).length)
    throw new Refused("invalidFunctionDefinition", `return type mismatch in function ${made.name}`);
  await columns(compile(callSelect(catalog, made, given)).text);
}
