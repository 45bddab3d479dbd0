import { conditionNow } from "../../catalog/trigger-names.ts";
import type { Catalog, CatalogFunction, CatalogTable, RowTrigger } from "../../catalog/types.ts";
import { asList, names, type TreeFields } from "../../expression/tree.ts";
import { rowsIn } from "../plpgsql/trigger-query.ts";
import { bracketsFrom, placedTokens } from "../text/clauses.ts";
import { functionOfTriggers } from "./function-of-triggers.ts";
import type { FunctionTools } from "./function-tools.ts";
import { type DefinitionInput, refuseUnknownColumn, type StoredChange, unsupported } from "./step.ts";
import { refuseTriggerBody, triggerBody } from "./trigger-body.ts";

const insert = 4;
const update = 16;

/** A trigger's function and those of its triggers that say what becomes of rows. */
interface Held {
  readonly called: CatalogFunction;
  readonly trigger: RowTrigger;
}

/** The triggers of a table that say what becomes of rows, each with its function. */
export function rowTriggersOf(
  { functions = [] }: Catalog,
  { id }: Pick<CatalogTable, "id">,
): readonly Held[] {
  return functions.flatMap((called) =>
    (called.onRows?.triggers ?? []).flatMap((trigger) => (trigger.table === id ? [{ called, trigger }] : [])),
  );
}

/** `CREATE TRIGGER t BEFORE INSERT OR UPDATE [OF …] ON posts FOR EACH ROW [WHEN (…)] EXECUTE FUNCTION f (…)`, of a function that is there. */
export async function rowTrigger(
  input: DefinitionInput,
  table: CatalogTable,
  called: CatalogFunction,
  tools: FunctionTools,
): Promise<readonly StoredChange[]> {
  const { catalog, fields } = input;
  const name = String(fields.trigname);
  const columns = names(asList(fields.columns));
  for (const column of columns) refuseUnknownColumn(table, column);
  const when = fields.whenClause === undefined ? undefined : conditionIn(input);
  const args = names(asList(fields.args));
  const told: RowTrigger = {
    ...{ name, table: table.id },
    ...(columns.length === 0
      ? {}
      : { of: columns.flatMap((column) => table.storage.columns[column]?.key ?? []) }),
    ...(when === undefined ? {} : { when }),
    ...(args.length === 0 ? {} : { args }),
  };
  const events = Number(fields.events);
  const made = await bound(catalog, table, called.body, told, {
    isOfInserts: (events & insert) !== 0,
    isOfUpdates: (events & update) !== 0,
    tools,
  });
  // One of the name that another function carries out is replaced.
  const others = functionsLosing(
    catalog,
    (held) => held.trigger.table === table.id && held.trigger.name === name,
  );
  const own = others.find((one) => one.id === called.id) ?? called;
  const { triggers = [], ...work } = own.onRows ?? { triggers: [] };
  return [
    ...others.filter(({ id }) => id !== own.id),
    { ...own, onRows: { ...work, triggers: [...triggers, made] } },
  ].map((one): StoredChange => ({ kind: "function", function: one }));
}

interface Events {
  readonly isOfInserts: boolean;
  readonly isOfUpdates: boolean;
  readonly tools: FunctionTools;
}

async function bound(
  catalog: Catalog,
  table: CatalogTable,
  body: string,
  told: RowTrigger,
  { isOfInserts, isOfUpdates, tools }: Events,
): Promise<RowTrigger> {
  const trigger = withConditionNow(table, told);
  const of = (event: "INSERT" | "UPDATE") => triggerBody(catalog, table, { body, event, trigger }, tools);
  const made: RowTrigger = {
    ...trigger,
    ...(isOfInserts ? { insert: await of("INSERT") } : {}),
    ...(isOfUpdates ? { update: await of("UPDATE") } : {}),
  };
  refuseBehindTimes(table, [made], timesNoted(table));
  return made;
}

/** What WHEN says is a column whatever it is called later on; what the body says is a name. */
function withConditionNow(table: CatalogTable, trigger: RowTrigger): RowTrigger {
  const when = conditionNow(table, trigger);
  if (when === undefined) return trigger;
  const whenSays = rowsIn(when).flatMap(({ row, name, start, end }) => {
    const key = name === null ? undefined : table.storage.columns[name]?.key;
    return key === undefined ? [] : [{ row, key, start, end }];
  });
  return { ...trigger, when, whenSays };
}

/** A column to which a trigger gives the present time. */
export interface NotedTime {
  readonly trigger: string;
  readonly column: string;
}

export function timesNoted({ definition }: CatalogTable): readonly NotedTime[] {
  return definition.columns.flatMap(({ name, touched_by: touch }) =>
    touch === undefined ? [] : [{ trigger: touch.trigger, column: name }],
  );
}

/**
 * The writer notes times behind all other triggers: one whose turn is later by its name must have nothing to do with them.
 *
 * @throws {Refused} 0A000
 */
export function refuseBehindTimes(
  { storage }: CatalogTable,
  triggers: readonly RowTrigger[],
  times: readonly NotedTime[],
): void {
  for (const { name, update: body } of triggers)
    for (const { trigger, column } of times) {
      if (body === undefined || trigger >= name) continue;
      const isSaid =
        body.isWhole === true || body.says.some(({ key }) => key === storage.columns[column]?.key);
      if (isSaid)
        throw unsupported(
          `A trigger ("${name}") that says "${column}" behind one that notes the time there ("${trigger}")`,
          null,
          `Triggers come in the order of their names: give "${name}" a name before "${trigger}", or let one function do the work of both.`,
        );
    }
}

/** The functions that have triggers which are gone, each without them. */
function functionsLosing(
  { functions = [] }: Catalog,
  isGone: (held: Held) => boolean,
): readonly CatalogFunction[] {
  return functions.flatMap((called) => {
    const { onRows } = called;
    const left = onRows?.triggers.filter((trigger) => !isGone({ called, trigger }));
    return onRows === undefined || left?.length === onRows.triggers.length
      ? []
      : [{ ...called, onRows: { ...onRows, triggers: left ?? [] } }];
  });
}

/** The condition behind WHEN, as typed. */
function conditionIn({ text, indexOf, fields }: DefinitionInput): string {
  const start = indexOf(Number((fields.relation as TreeFields).location ?? 0));
  const word = placedTokens(text, { start, end: text.length }).find(
    (token) => token.depth === 0 && token.word === "WHEN",
  );
  const { inside } = bracketsFrom(text, word?.end ?? start);
  return text.slice(inside.start, inside.end);
}

/** `DROP TRIGGER`; null: the table has none of the name that says what becomes of rows. */
export function withoutRowTrigger(
  catalog: Catalog,
  table: CatalogTable,
  name: string,
): readonly StoredChange[] | null {
  const left = functionsLosing(catalog, ({ trigger }) => trigger.table === table.id && trigger.name === name);
  return left.length === 0 ? null : left.map((one) => ({ kind: "function", function: one }));
}

/** The triggers of a table with something else said of them. @param name null: all of them. */
export function changedTriggers(
  { functions = [] }: Catalog,
  table: CatalogTable,
  name: string | null,
  change: (trigger: RowTrigger) => RowTrigger,
): readonly StoredChange[] {
  return functions.flatMap((called): StoredChange[] => {
    const { onRows } = called;
    const isMeant = (trigger: RowTrigger) =>
      trigger.table === table.id && (name === null || trigger.name === name);
    if (onRows === undefined || !onRows.triggers.some(isMeant)) return [];
    const triggers = onRows.triggers.map((trigger) => (isMeant(trigger) ? change(trigger) : trigger));
    return [{ kind: "function", function: { ...called, onRows: { ...onRows, triggers } } }];
  });
}

/** Whether a table that is there has a trigger of the function that says what becomes of rows. */
export function isOnRows({ tables }: Catalog, { onRows }: CatalogFunction): boolean {
  return (onRows?.triggers ?? []).some((trigger) => tables.some(({ id }) => id === trigger.table));
}

interface Typed {
  readonly name: string;
  readonly body: string;
  readonly isDefiner: boolean;
  readonly old: CatalogFunction | undefined;
}

/**
 * A trigger's function that sets columns of its row, refuses it or leaves it out. Triggers that it has already do as it says from
 * now on.
 *
 * @throws {Refused} 0A000 for a body that does more.
 */
export async function rowFunction(
  catalog: Catalog,
  { name, body, isDefiner, old }: Typed,
  tools: FunctionTools,
): Promise<CatalogFunction & Required<Pick<CatalogFunction, "onRows">>> {
  refuseTriggerBody(catalog, body);
  const kept = [...(old?.onRows?.triggers ?? []), ...touching(catalog, old)];
  const triggers: RowTrigger[] = [];
  for (const { insert: ofInserts, update: ofUpdates, ...told } of kept) {
    const table = catalog.tables.find(({ id }) => id === told.table);
    const events = { isOfInserts: ofInserts !== undefined, isOfUpdates: ofUpdates !== undefined, tools };
    if (table !== undefined) triggers.push(await bound(catalog, table, body, told, events));
  }
  return {
    ...functionOfTriggers(name, body, old),
    onRows: { ...(isDefiner ? { isDefiner } : {}), triggers },
  };
}

/** The triggers of a function that noted the time until now. */
function touching({ tables }: Catalog, old: CatalogFunction | undefined): readonly RowTrigger[] {
  if (old?.touches === undefined) return [];
  const known = tables.flatMap(({ id, definition }) =>
    definition.columns.flatMap(({ touched_by: touch }): RowTrigger[] =>
      touch?.function === old.name ? [{ name: touch.trigger, table: id, update: unbound }] : [],
    ),
  );
  return [...new Map(known.map((trigger) => [`${trigger.table} ${trigger.name}`, trigger])).values()];
}

const unbound = { query: "", reads: [], says: [], sets: [] };
