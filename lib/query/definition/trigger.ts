import { functionName } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogFunction, CatalogTable, Change, Column } from "../../catalog/types.ts";
import { asList, names, type TreeFields } from "../../expression/tree.ts";
import { readBlock } from "../plpgsql/read-block.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "../write/refused.ts";
import { accountsTable, isAuthUsers } from "./accounts-table.ts";
import { functionOfTriggers } from "./function-of-triggers.ts";
import type { FunctionTools } from "./function-tools.ts";
import { refuseBehindTimes, rowTrigger, rowTriggersOf, withoutRowTrigger } from "./row-trigger.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  relationName,
  type StoredChange,
  tableNamed,
  unknownTable,
} from "./step.ts";
import { unknownTrigger } from "./switch-triggers.ts";

const rowsHint =
  "Kept are triggers BEFORE INSERT OR UPDATE … FOR EACH ROW that set columns of NEW, raise, or leave out rows to insert, moddatetime(updated_at), and what an AFTER INSERT ON auth.users writes for a new account.";

const searchHint =
  "Make the column GENERATED ALWAYS AS (to_tsvector('english', title)) STORED: it is never out of date.";

const viewHint =
  "A view that shows rows of one table is written through as it is; for any other let the app call a function that writes the tables (rpc()).";

const accountsHint =
  "Of the accounts' triggers those are kept that are AFTER INSERT ON auth.users FOR EACH ROW, of a plpgsql function that writes rows. For all else the app does it after the sign-in: insert into profiles (id) values (auth.uid()) on conflict do nothing, with a policy FOR INSERT WITH CHECK (auth.uid() = id).";

/** How the same is had that a trigger's function does, by what it does. */
export function wayAroundTrigger(body: string): string {
  const isWriting = /\b(?:insert\s+into|update\s+[\w".]+\s+(?:as\s+)?\w*\s*set|delete\s+from)\b/i.test(body);
  if (isWriting)
    return `It writes other rows: let the app call a function that writes all that belongs together (rpc()), also in LANGUAGE plpgsql; what it counts, a view can count. ${rowsHint}`;
  if (/\braise\s+(?!notice|warning|info|log|debug)/i.test(body))
    return `It refuses rows: write CHECK (…) where the row alone tells, and a policy's WITH CHECK, or a function that the app calls (rpc()), where other rows do. ${rowsHint}`;
  return `Otherwise let the app call a function that does it (rpc()). ${rowsHint}`;
}

/** `CREATE TRIGGER t BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION set_updated_at()`: the writer does what it says. */
export async function createTrigger(input: DefinitionInput, tools: FunctionTools): Promise<DefinitionStep> {
  const { catalog, fields } = input;
  const command = "CREATE TRIGGER";
  const relation = fields.relation as TreeFields;
  const accounts = isAuthUsers(relation) ? accountsTable(catalog) : undefined;
  const table = accounts ?? triggeredTable(catalog, fields);
  refuseUnknownFunction(catalog, fields);
  if (table.isAuth && isOfInserts(fields)) return signUpTrigger(catalog, fields, table);
  const own = table.definition;
  const columns = touchedBy(catalog, fields);
  const name = String(fields.trigname);
  const touched = own.columns.filter(({ touched_by: touch }) => touch?.trigger === name);
  const older = rowTriggersOf(catalog, table).filter(({ trigger }) => trigger.name === name);
  if (fields.replace !== true && touched.length + older.length > 0)
    throw new Refused("duplicateObject", `trigger "${name}" for relation "${own.name}" already exists`);
  if (columns === null) {
    const stored = await rowTrigger(input, table, ofRows(catalog, fields, table), tools);
    return { command, changes: touched.map((column) => untouched(own.name, column.name)), stored };
  }
  for (const asked of columns) {
    const column = own.columns.find((other) => other.name === asked);
    if (column === undefined || !isTime(column) || column.generated !== undefined)
      throw notKept(`"${own.name}" has no column "${asked}" of a type that holds a time.`);
  }
  refuseBehindTimes(
    table,
    rowTriggersOf(catalog, table).flatMap(({ trigger }) => (trigger.name === name ? [] : trigger)),
    columns.map((column) => ({ trigger: name, column })),
  );
  return {
    command,
    changes: columns.map((column) => ({
      kind: "alter_column",
      table: own.name,
      column,
      set: { touched_by: { trigger: name, function: triggerFunctionName(fields) } },
    })),
    stored: withoutRowTrigger(catalog, table, name) ?? [],
    notice: `every UPDATE sets ${columns.map((column) => `"${column}"`).join(", ")} to now(), as the trigger would`,
  };
}

/** @throws {Refused} 42809 in Postgres's words for a trigger that no such relation may have; 0A000 for those that a view may. */
function triggeredTable(catalog: Catalog, fields: TreeFields): CatalogTable {
  const relation = fields.relation as TreeFields;
  const name = relationName(relation);
  const isInstead = fields.timing === instead;
  if (catalog.views?.some((view) => view.name === name) === true) {
    if (isInstead || fields.row !== true) throw notKept(viewHint);
    const detail = "Views cannot have row-level BEFORE or AFTER triggers.";
    throw new Refused("wrongObjectType", `"${name}" is a view`, { detail });
  }
  const table = existingTable(catalog, relation);
  if (!isInstead) return table;
  throw new Refused("wrongObjectType", `"${name}" is a table`, {
    detail: "Tables cannot have INSTEAD OF triggers.",
  });
}

/** The function of a trigger that says what becomes of rows. @throws {Refused} 0A000 for a trigger of another kind. */
function ofRows({ functions = [] }: Catalog, fields: TreeFields, table: CatalogTable): CatalogFunction {
  const { row, timing, events, isconstraint, transitionRels } = fields;
  if (table.isAuth) throw notKept(accountsHint);
  const called = triggerFunctionName(fields);
  const found = functions.find(({ name, arguments: args }) => name === called && args.length === 0);
  const isBefore = row === true && timing === before && isconstraint === undefined;
  if (!isBefore || transitionRels !== undefined || (Number(events) & ~(insert | update)) !== 0)
    throw notKept(found === undefined ? rowsHint : wayAroundTrigger(found.body));
  if (found?.onRows === undefined && found?.touches === undefined) throw notKept(rowsHint);
  return found;
}

function untouched(table: string, column: string): Change {
  return { kind: "alter_column", table, column, set: { touched_by: null } };
}

/** The name of what a trigger carries out; that of the extension is found wherever it was put. */
function triggerFunctionName(fields: TreeFields): string {
  const name = functionName(names(fields.funcname));
  return name === "extensions.moddatetime" ? "moddatetime" : name;
}

/** @throws {Refused} 42883, which in a file tells the line of the function that was left out. */
function refuseUnknownFunction({ functions = [] }: Catalog, fields: TreeFields): void {
  const called = triggerFunctionName(fields);
  if (/^(?:pg_catalog\.)?tsvector_update_trigger(?:_column)?$/.test(called)) throw notKept(searchHint);
  if (called === "moddatetime" || functions.some(({ name }) => name === called)) return;
  throw new Refused("undefinedFunction", `function ${called}() does not exist`, {
    hint: `Make the function first. ${rowsHint}`,
  });
}

/** `CREATE TRIGGER t AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user()` */
function signUpTrigger({ functions = [] }: Catalog, fields: TreeFields, table: CatalogTable): DefinitionStep {
  const trigger = String(fields.trigname);
  const called = triggerFunctionName(fields);
  const found = functions.find(({ name, onSignUp }) => name === called && onSignUp !== undefined);
  if (found?.onSignUp === undefined) throw notKept(accountsHint);
  if (fields.timing === before && changesRow(found.body)) throw notKept(accountsHint);
  const taken = functions.find(({ onSignUp }) => onSignUp?.trigger === trigger);
  if (taken !== undefined && fields.replace !== true)
    throw new Refused(
      "duplicateObject",
      `trigger "${trigger}" for relation "${table.definition.name}" already exists`,
    );
  if (found.onSignUp.trigger !== undefined && found.onSignUp.trigger !== trigger)
    throw notKept(`The function is that of the trigger "${found.onSignUp.trigger}" already.`);
  const made: CatalogFunction = { ...found, onSignUp: { ...found.onSignUp, trigger } };
  const others = taken === undefined || taken === found ? [] : [withoutTrigger(taken)];
  return {
    command: "CREATE TRIGGER",
    changes: [],
    stored: [...others, { kind: "function", function: made }],
    notice: `"${found.name}" is carried out for each new account, in one transaction with it: where it fails, nobody can sign up`,
  };
}

function withoutTrigger({ onSignUp, ...called }: CatalogFunction): StoredChange {
  if (onSignUp === undefined) return { kind: "function", function: called };
  const { trigger: _, ...work } = onSignUp;
  return { kind: "function", function: { ...called, onSignUp: work } };
}

function notKept(hint: string): Refused {
  return new Refused("featureNotSupported", "Triggers are not supported.", { hint });
}

function isTime({ type, sql_type: sqlType }: Column): boolean {
  return type === "timestamptz" || type === "date" || /^timestamp/.test(sqlType ?? "");
}

const before = 2;
const instead = 64;
const insert = 4;
const update = 16;

/** `AFTER INSERT … FOR EACH ROW`, and nothing more; `BEFORE` is the same for what lets the account be or refuses it. */
function isOfInserts({ row, timing, events, whenClause, isconstraint }: TreeFields): boolean {
  const isPlain = whenClause === undefined && isconstraint === undefined;
  return row === true && [0, before].includes(Number(timing ?? 0)) && events === insert && isPlain;
}

/** Whether a body gives the new row other values, lets it go without a word, or looks at the rows that are there before it. */
function changesRow(body: string): boolean {
  const said = JSON.stringify(readBlock(body));
  return /"target":"new\b/i.test(said) || /\breturn\s+null\b|\busers\b/i.test(body);
}

/** The columns that a trigger sets, if that is all that it does. */
function touchedBy({ functions = [] }: Catalog, fields: TreeFields): readonly string[] | null {
  const { row, timing, events, columns, whenClause, isconstraint, transitionRels } = fields;
  const isPlain = [columns, whenClause, isconstraint, transitionRels].every((part) => part === undefined);
  if (row !== true || timing !== before || events !== update || !isPlain) return null;
  const called = triggerFunctionName(fields);
  if (called === "moddatetime") {
    const given = names(asList(fields.args));
    return given.length === 1 ? given : null;
  }
  return functions.find(({ name, touches }) => name === called && touches !== undefined)?.touches ?? null;
}

/** `DROP TRIGGER [IF EXISTS] t ON posts` */
export function dropTrigger(
  catalog: Catalog,
  path: readonly string[],
  isMissingOk: boolean,
): Omit<DefinitionStep, "command"> {
  const [name = "", relation = "", schema = "public"] = path.toReversed();
  const isAccounts = isAuthUsers({ schemaname: schema, relname: relation });
  const own = (isAccounts ? accountsTable(catalog)?.definition.name : undefined) ?? relation;
  const table = tableNamed(catalog, own);
  const signUp = catalog.functions?.find(({ onSignUp }) => onSignUp?.trigger === name);
  if (table?.isAuth === true && signUp !== undefined)
    return { changes: [], stored: [withoutTrigger(signUp)] };
  const columns = (table?.definition.columns ?? []).filter(
    ({ touched_by: touch }) => touch?.trigger === name,
  );
  if (columns.length > 0) return { changes: columns.map((column) => untouched(own, column.name)) };
  const left = table === undefined ? null : withoutRowTrigger(catalog, table, name);
  if (left !== null) return { changes: [], stored: left };
  if (isMissingOk)
    return { changes: [], notice: `trigger "${name}" for relation "${own}" does not exist, skipping` };
  if (table === undefined) throw unknownTable(catalog, own, null);
  throw unknownTrigger(table, name);
}

/** What takes the triggers away that are made of a function. */
export function touchesOf({ tables }: Catalog, called: string): readonly Change[] {
  return tables.flatMap(({ definition }) =>
    definition.columns
      .filter(({ touched_by: touch }) => touch?.function === called)
      .map(({ name }) => untouched(definition.name, name)),
  );
}

/**
 * `BEGIN NEW.updated_at = now(); RETURN NEW; END` as a function of the catalog, which triggers name and nobody calls.
 *
 * @returns null for any other body.
 */
export function touchingFunction(
  name: string,
  body: string,
  old: CatalogFunction | undefined,
): CatalogFunction | null {
  const touches = touchesIn(body);
  return touches === null ? null : { ...functionOfTriggers(name, body, old), touches };
}

const times =
  /^(?:now \( \)|current_timestamp|localtimestamp|transaction_timestamp \( \)|timezone \( 'utc'(?: :: text)? , now \( \) \)|\(? ?now \( \) at time zone 'utc'(?: :: text)? ?\)?)$/;

/** The columns that a body sets to the present time: `begin new.a = now(); return new; end`. */
function touchesIn(body: string): readonly string[] | null {
  const words = [...tokens(body)].map(({ kind, start, end }) => {
    const own = body.slice(start, end);
    return kind === "quoted" || kind === "string" ? own.toLowerCase() : own.toLowerCase();
  });
  const [first, ...statements] = words.join(" ").split(/ ?; ?/);
  const left = [(first ?? "").replace(/^begin /, ""), ...statements].filter((statement) => statement !== "");
  if (words[0] !== "begin" || left.pop() !== "end" || left.pop() !== "return new") return null;
  const columns = left.map((statement) => {
    const found = /^new \. "?([a-z_][a-z0-9_]*)"? :?= (.+)$/.exec(statement);
    return found?.[1] !== undefined && times.test(found[2] ?? "") ? found[1] : null;
  });
  const known = columns.filter((column) => column !== null);
  return known.length === columns.length && known.length > 0 ? known : null;
}
