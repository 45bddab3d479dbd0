import { randomUUID } from "node:crypto";
import type { Catalog, CatalogFunction, FunctionArgument } from "../../catalog/types.ts";
import { isSameJson } from "../../catalog/values/same-json.ts";
import { bodySelect, callSelect } from "../../engine/stored-view.ts";
import { isAppError } from "../../errors/app-error.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { compile, ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { callsWriting } from "../calls/stored-calls.ts";
import type { RawStatement } from "../parser/sql-parser.ts";
import { commandOf, statementKind } from "../statement-kind.ts";
import { type Placed, placedTokens } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import type { ColumnsOfText } from "./create-view.ts";
import { argumentsOf, refuseResult, returnOf, rowColumns, signatureOf } from "./function-signature.ts";
import type { FunctionTools } from "./function-tools.ts";
import { otherLanguage, plpgsqlBody } from "./plpgsql-body.ts";
import { preparedBody } from "./prepared-body.ts";
import { type DefinitionInput, type DefinitionStep, functionNameOf, unsupported } from "./step.ts";
import { answeringFunction, steppedFunction } from "./stepped-function.ts";
import { wayAroundTrigger } from "./trigger.ts";
import { triggerFunction } from "./trigger-function.ts";
import { isRows, type OwnFunction, writingFunction } from "./writing-function.ts";

/** `CREATE [OR REPLACE] FUNCTION f (a int, b text DEFAULT 'x') RETURNS … LANGUAGE sql AS $$ SELECT … $$` */
export async function createFunction(input: DefinitionInput, tools: FunctionTools): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  const name = functionNameOf(catalog, fields.funcname);
  const command = fields.is_procedure === true ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  if (fields.is_procedure === true)
    throw unsupported(
      "CREATE PROCEDURE",
      null,
      "Write CREATE FUNCTION … RETURNS void LANGUAGE sql, and SELECT it where CALL is.",
    );
  const options = new Map(asList(fields.options).flatMap((item) => optionOf(unwrap(item))));
  const step = await ofTrigger(input, options, name, tools);
  if (step !== null) return step;
  refuseLanguage(options, fields);
  const parameters = asList(fields.parameters).flatMap((item) => unwrap(item) ?? []);
  const args = argumentsOf(input, parameters);
  const signature = args.map(({ type }) => type).join(", ");
  const old = catalog.functions?.find(
    (candidate) => candidate.name === name && signatureOf(candidate) === signature,
  );
  if (old !== undefined && fields.replace !== true)
    throw new Refused("duplicateFunction", `function "${name}" already exists with same argument types`);
  const returns = returnOf(catalog, fields, parameters, rowsOf(options));
  if (old !== undefined) refuseOtherShape(old, args, returns);
  const typed = bodyOf(input, options);
  const volatility = volatilityOf(options);
  const own: OwnFunction = {
    id: old?.id ?? randomUUID(),
    name,
    arguments: args,
    returns,
    volatility,
    body: typed,
    signature,
    ...(isDefiner(options) ? { isDefiner: true } : {}),
    ...(isOn(options, "strict") ? { isStrict: true } : {}),
    ...(old?.closedTo === undefined ? {} : { closedTo: old.closedTo }),
    ...(old?.description === undefined ? {} : { description: old.description }),
  };
  const made = languageOf(options) === "plpgsql" ? await plpgsqlFunction(input, own, tools) : null;
  const stored =
    made?.stored ?? (await answeringFunction(input, own, tools)) ?? (await sqlFunction(catalog, own, tools));
  const notice =
    made?.isSql === true ? { notice: "kept as a function in LANGUAGE sql that does the same" } : {};
  return { command, changes: [], stored: [{ kind: "function", function: stored }], ...notice };
}

/** One that SQL says is kept as that, if Postgres takes it, and otherwise carried out step by step. */
async function plpgsqlFunction(
  input: DefinitionInput,
  own: OwnFunction,
  tools: FunctionTools,
): Promise<{ stored: CatalogFunction; isSql: boolean }> {
  const { block, said } = plpgsqlBody(input.catalog, own.body, own.returns);
  const stepped = () => steppedFunction(input, own, block, tools);
  if (said === null) return { stored: await stepped(), isSql: false };
  try {
    const asSql = () => sqlFunction(input.catalog, { ...own, body: said }, tools);
    return { stored: { ...(await tools.attempt(asSql)), plpgsql: own.body }, isSql: true };
  } catch (error) {
    if (!isAppError(error) && !(error instanceof Refused)) throw error;
    const stored = await stepped().catch(() => {
      throw error;
    });
    return { stored, isSql: false };
  }
}

async function sqlFunction(
  catalog: Catalog,
  own: OwnFunction,
  tools: FunctionTools,
): Promise<CatalogFunction> {
  const statements = await bodyStatements(own.body, tools);
  const [only = null, second] = statements;
  const isRead = only === null || (statementKind(only.tree) === "query" && !callsWriting(catalog, only.tree));
  return second === undefined && isRead
    ? readingFunction(catalog, own, only, tools)
    : writingFunction(catalog, own, statements, tools);
}

function languageOf(options: ReadonlyMap<string, unknown>): string {
  return options.has("language") ? textOf(options.get("language")).toLowerCase() : "sql";
}

function optionOf(node: TreeNode | null): [string, unknown][] {
  return node === null ? [] : [[String(node.fields.defname), node.fields.arg]];
}

function textOf(value: unknown): string {
  return String((unwrap(value)?.fields as { sval?: string } | undefined)?.sval ?? "");
}

/** What stands behind AS. */
function bodyText(options: ReadonlyMap<string, unknown>): string {
  return textOf((unwrap(options.get("as"))?.fields.items as unknown[] | undefined)?.[0]);
}

/** Null: it is none of a trigger. */
async function ofTrigger(
  input: DefinitionInput,
  options: ReadonlyMap<string, unknown>,
  name: string,
  tools: FunctionTools,
): Promise<DefinitionStep | null> {
  const { catalog, fields } = input;
  if (!returnsTrigger(fields) || textOf(options.get("language")).toLowerCase() !== "plpgsql") return null;
  const old = catalog.functions?.find((other) => other.name === name && other.arguments.length === 0);
  const typed = { name, body: bodyText(options), isDefiner: isDefiner(options), old };
  const { made, changes } = await triggerFunction(input, typed, tools);
  if (old !== undefined && fields.replace !== true)
    throw new Refused("duplicateFunction", `function "${name}" already exists with same argument types`);
  return { command: "CREATE FUNCTION", changes, stored: [{ kind: "function", function: made }] };
}

function returnsTrigger(fields: TreeFields): boolean {
  return names([(fields.returnType as TreeFields | undefined)?.names].flat()).at(-1) === "trigger";
}

function refuseLanguage(options: ReadonlyMap<string, unknown>, fields: TreeFields): void {
  const language = languageOf(options);
  const refuse = (message: string) => new Refused("invalidFunctionDefinition", message);
  if (!options.has("language") && fields.sql_body === undefined) throw refuse("no language specified");
  if (!options.has("as") && fields.sql_body === undefined) throw refuse("no function body specified");
  const isTrigger = returnsTrigger(fields);
  if (!/^(?:sql|c|internal|pl\w+)$/.test(language))
    throw new Refused("undefinedObject", `language "${language}" does not exist`);
  if (isTrigger)
    throw unsupported("A trigger's function in another language", null, wayAroundTrigger(bodyText(options)));
  if (language !== "sql" && language !== "plpgsql")
    throw unsupported(`A function in the language "${language}"`, null, otherLanguage);
}

/** @throws {Refused} 42P13 for what CREATE OR REPLACE cannot change. */
function refuseOtherShape(
  old: CatalogFunction,
  args: readonly FunctionArgument[],
  returns: CatalogFunction["returns"],
): void {
  const hint = `Use DROP FUNCTION ${old.name}(${signatureOf(old).replaceAll(", ", ",")}) first.`;
  const refuse = (message: string) => new Refused("invalidFunctionDefinition", message, { hint });
  if (!isSameJson(old.returns, returns)) throw refuse("cannot change return type of existing function");
  for (const [index, { name, default: fallback }] of old.arguments.entries()) {
    if (name !== null && args[index]?.name !== name)
      throw refuse(`cannot change name of input parameter "${name}"`);
    if (fallback !== undefined && args[index]?.default === undefined)
      throw refuse("cannot remove parameter defaults from existing function");
  }
}

/** `SECURITY DEFINER` */
function isDefiner(options: ReadonlyMap<string, unknown>): boolean {
  return isOn(options, "security");
}

function isOn(options: ReadonlyMap<string, unknown>, name: string): boolean {
  return (unwrap(options.get(name))?.fields as { boolval?: boolean } | undefined)?.boolval === true;
}

/** `ROWS 1` */
function rowsOf(options: ReadonlyMap<string, unknown>): number | null {
  const given = unwrap(options.get("rows"))?.fields as { ival?: number; fval?: string } | undefined;
  if (given === undefined) return null;
  return given.ival ?? Number(given.fval ?? 0);
}

function volatilityOf(options: ReadonlyMap<string, unknown>): CatalogFunction["volatility"] {
  const said = textOf(options.get("volatility"));
  return said === "immutable" || said === "stable" ? said : "volatile";
}

function bodyOf({ text, indexOf, fields }: DefinitionInput, options: ReadonlyMap<string, unknown>): string {
  const returned = unwrap(fields.sql_body);
  if (returned === null) return bodyText(options);
  const start = indexOf(Number(fields.location ?? 0));
  const placed = placedTokens(text, { start, end: text.length });
  if (returned.kind !== "ReturnStmt") return atomicBody(text, placed);
  const word = placed.findLast(({ depth, word: said }) => depth === 0 && said === "RETURN");
  return `select ${text.slice(word?.end ?? start).trim()}`;
}

/** `BEGIN ATOMIC … END` */
function atomicBody(text: string, placed: readonly Placed[]): string {
  const atomic = placed.findLastIndex(
    ({ word }, index) => word === "ATOMIC" && placed[index - 1]?.word === "BEGIN",
  );
  const end = placed.findLast(({ word }) => word === "END");
  return text.slice(placed[atomic]?.end ?? 0, end?.start).trim();
}

/** None: an empty body does nothing, which is what a function that returns nothing may do. */
async function bodyStatements(body: string, { parse }: FunctionTools): Promise<readonly RawStatement[]> {
  const parsed = await parse(body);
  if (!parsed.ok) throw new Refused("syntaxError", `${parsed.message} (in the function's body)`);
  const strange = parsed.statements.find((statement) => !isRows(statement));
  if (strange === undefined) return parsed.statements;
  throw unsupported(
    `${commandOf(strange.tree)} in a function`,
    null,
    "The body of a function is SELECT, INSERT, UPDATE and DELETE statements.",
  );
}

async function readingFunction(
  catalog: Catalog,
  own: OwnFunction,
  statement: RawStatement | null,
  { columnsOf, parse }: FunctionTools,
): Promise<CatalogFunction> {
  const prepared = await preparedBody(catalog, own, statement, parse);
  refuseUnknownParameters(prepared.parameters, own.arguments);
  const made: CatalogFunction = { ...own, ...prepared.stored };
  await check(catalog, made, columnsOf);
  return made;
}

function refuseUnknownParameters(used: ReadonlySet<number>, args: readonly FunctionArgument[]): void {
  const highest = Math.max(0, ...used);
  if (highest > args.length) throw new Refused("undefinedParameter", `there is no parameter $${highest}`);
}

/** Has Postgres check a call: names, types and the number of columns. */
async function check(catalog: Catalog, made: CatalogFunction, columns: ColumnsOfText): Promise<void> {
  const given = made.arguments.map((argument) => sampleOf(catalog, argument));
  const others = (catalog.functions ?? []).filter(({ id }) => id !== made.id);
  const after = { ...catalog, functions: [...others, made] };
  const found = await columns(compile(bodySelect(after, made, given)).text);
  refuseResult(made, found);
  await columns(compile(callSelect(after, made, given)).text);
}

function sampleOf(catalog: Catalog, { type, row }: FunctionArgument): Sql {
  if (row === undefined) return sql`null::${keyword(type)}`;
  const columns = rowColumns(catalog, row.id);
  return sql`select ${join(columns.map((column) => sql`null::${keyword(column.type)} as ${ident(column.name)}`))}`;
}
