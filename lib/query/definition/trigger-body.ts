import { eachName, eachRow } from "../../catalog/each-row.ts";
import { enumTypeOf } from "../../catalog/enum-type.ts";
import { nameMarks } from "../../catalog/trigger-names.ts";
import type { Catalog, CatalogTable, TriggerBody } from "../../catalog/types.ts";
import { bareType, readableColumns, storageOf } from "../../engine/column-sql.ts";
import { referencesOf } from "../../engine/reference-slots.ts";
import { checkedBody } from "../../engine/write/row-triggers.ts";
import { compile } from "../../sql/sql.ts";
import { storedText } from "../compile-select.ts";
import type { Block } from "../plpgsql/block.ts";
import { readBlock } from "../plpgsql/read-block.ts";
import { noField, type TriggerFacts, triggerQuery } from "../plpgsql/trigger-query.ts";
import { numbered } from "../text/numbered.ts";
import { quoted } from "../text/statement-names.ts";
import { Refused } from "../write/refused.ts";
import { withoutExtensionCalls } from "./default-calls.ts";
import { drawnForEach } from "./drawn-values.ts";
import type { FunctionTools } from "./function-tools.ts";
import { plainBlock } from "./plpgsql-body.ts";
import { unsupported } from "./step.ts";
import { storedReads } from "./stored-reads.ts";

/** A trigger as far as its function is told of it. */
export interface ToldTrigger {
  readonly name: string;
  readonly when?: string;
  readonly args?: readonly string[];
}

type Event = TriggerFacts["event"];

/**
 * What a trigger's function does with rows of a table before they are inserted or updated, looked at by Postgres.
 *
 * @throws {Refused} 0A000 for what is not read, 42703 for a column that the table does not have.
 */
export async function triggerBody(
  catalog: Catalog,
  table: CatalogTable,
  { body, event, trigger }: { readonly body: string; readonly event: Event; readonly trigger: ToldTrigger },
  tools: FunctionTools,
): Promise<TriggerBody> {
  const block = triggerBlock(catalog, body);
  const facts: TriggerFacts = {
    event,
    columns: settable(catalog, table),
    words: wordsOf(event, table.definition.name, trigger),
    filled: new Map([
      ...wordsOf(event, table.definition.name, trigger),
      ["tg_name", eachName.trigger],
      ["tg_table_name", eachName.table],
      ["tg_relname", eachName.table],
    ]),
    condition: trigger.when ?? null,
  };
  const { query, sets, keeps, says, isWhole } = triggerQuery(block, facts);
  if (event === "UPDATE")
    refuseKeys(
      catalog,
      table,
      sets.filter((name) => !keeps.has(name)),
    );
  const columns = new Map(readableColumns(table).map((column) => [column.name, column]));
  const said = [...says].map((name) => {
    const column = columns.get(name);
    if (column === undefined) throw noField("new", name);
    return { name, key: storageOf(table, name).key, type: compile(bareType(column)).text };
  });
  const stored = await guarded(catalog, table, drawnForEach(query, eachRow), tools);
  const made: TriggerBody = {
    ...stored,
    says: said,
    ...(isWhole ? { isWhole: true } : {}),
    ...boundTo(block, facts, { query, table: table.definition.name, trigger }),
    sets: sets.map((name) => storageOf(table, name).key),
  };
  await tools.columnsOf(compile(checkedBody(catalog, table, made)).text);
  return made;
}

/** Which of the names the body depends on beyond saying them: with another one it would have other branches. */
function boundTo(
  block: Block,
  facts: TriggerFacts,
  {
    query,
    table,
    trigger,
  }: { readonly query: string; readonly table: string; readonly trigger: ToldTrigger },
): Pick<TriggerBody, "boundTo"> {
  const isOther = (words: TriggerFacts["words"]) => {
    try {
      return triggerQuery(block, { ...facts, words }).query !== query;
    } catch (error) {
      if (error instanceof Refused) return true;
      throw error;
    }
  };
  const ofTable = isOther(wordsOf(facts.event, nameMarks.table, trigger));
  const ofTrigger = isOther(wordsOf(facts.event, table, { ...trigger, name: nameMarks.trigger }));
  if (!ofTable && !ofTrigger) return {};
  return { boundTo: { ...(ofTable ? { table } : {}), ...(ofTrigger ? { trigger: trigger.name } : {}) } };
}

/** @throws {Refused} 0A000 for a body that no trigger of any table can have. */
export function refuseTriggerBody(catalog: Catalog, body: string): void {
  const block = triggerBlock(catalog, body);
  const problems = (["INSERT", "UPDATE"] as const).map((event) => {
    try {
      const words = wordsOf(event, "t", { name: "t" });
      triggerQuery(block, { event, columns: null, words, condition: null });
      return null;
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  });
  const [first] = problems;
  if (first instanceof Refused && !problems.includes(null)) throw first;
}

function triggerBlock(catalog: Catalog, body: string): Block {
  const block = readBlock(withoutExtensionCalls(body));
  if (block === null) throw unsupported("A body with labels, or with statements that are not read,", null);
  return plainBlock(catalog, block);
}

function settable(catalog: Catalog, table: CatalogTable): ReadonlyMap<string, string> {
  const columns = readableColumns(table).filter(({ generated }) => generated === undefined);
  return new Map(
    columns.map((column) => {
      const labels = enumTypeOf(catalog, table.id, column.name);
      return [column.name, labels === null ? compile(bareType(column)).text : quoted(labels.name)];
    }),
  );
}

/** What a trigger's function is told beside the rows. */
function wordsOf(event: Event, table: string, { name, args = [] }: ToldTrigger): ReadonlyMap<string, string> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'::text`;
  const given = args.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",");
  const list = args.length === 0 ? "{}" : `[0:${args.length - 1}]={${given}}`;
  return new Map([
    ["tg_op", text(event)],
    ["tg_when", text("BEFORE")],
    ["tg_level", text("ROW")],
    ["tg_name", text(name)],
    ["tg_table_name", text(table)],
    ["tg_relname", text(table)],
    ["tg_table_schema", text("public")],
    ["tg_nargs", String(args.length)],
    ["tg_argv", `(${text(list).slice(0, -6)}::text[])`],
  ]);
}

/** What an update settles before its triggers are known: the key by which others refer to the row, and its storage id. */
function refuseKeys(catalog: Catalog, table: CatalogTable, sets: readonly string[]): void {
  const referred = new Set(
    catalog.tables.flatMap((child) =>
      referencesOf(catalog, child)
        .filter(({ target }) => target.id === table.id)
        .flatMap(({ targetColumns }) => targetColumns.map(({ name }) => name)),
    ),
  );
  const key = sets.find((name) => referred.has(name) || storageOf(table, name).place === "id");
  if (key !== undefined)
    throw unsupported(
      `A trigger BEFORE UPDATE that sets "${key}", which rows refer to or are found by,`,
      null,
    );
}

async function guarded(
  catalog: Catalog,
  table: CatalogTable,
  text: string,
  { parse }: FunctionTools,
): Promise<Pick<TriggerBody, "query" | "reads" | "calls">> {
  const parsed = await parse(text);
  if (!parsed.ok) throw new Refused("syntaxError", `${parsed.message} (in the trigger's function)`);
  const [statement] = parsed.statements;
  if (statement === undefined || parsed.statements.length > 1)
    throw unsupported("Such a body of a trigger's function", null);
  const { name } = table.definition;
  const [row] = storedReads(catalog, [name]);
  const called = {
    name: "$trigger",
    arguments: ["new", "old"].map((of) => ({ name: of, type: name, ...(row && { row }) })),
  };
  const outcome = storedText(catalog, text, statement, called, true);
  if (!outcome.ok) throw Refused.with({ ...outcome.refusal, location: null });
  const { query, tables, calls } = outcome.stored;
  return {
    query: numbered(query),
    reads: storedReads(catalog, tables),
    ...(calls === undefined ? {} : { calls }),
  };
}
