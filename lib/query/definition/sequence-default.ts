import type { Column } from "../../catalog/types.ts";
import { sequenceCall } from "../../expression/sequence-calls.ts";
import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { sequenceNamed, serialSequence } from "../sequences.ts";
import { Refused } from "../write/refused.ts";
import { type DefinitionInput, tableNamed, unsupported } from "./step.ts";

/**
 * `DEFAULT nextval('posts_id_seq'::regclass)`. A sequence that does what a serial column's own would becomes the column's own
 * counter; any other stays one of its own.
 *
 * @returns null for another default.
 */
export function sequenceDefault(
  input: DefinitionInput,
  column: Pick<Column, "name" | "type">,
  value: TreeNode | null,
  text: string,
): Partial<Column> | null {
  const call = value === null ? null : sequenceCall(value);
  if (call?.call !== "nextval" || call.named === undefined || !("name" in call.named)) return null;
  const { catalog, fields } = input;
  const { name } = call.named;
  const table = String((fields.relation as TreeFields | undefined)?.relname ?? "");
  const isSerial = name === serialSequence(table, column.name);
  const found = sequenceNamed(catalog, name);
  if (found === undefined) {
    // As older dumps write it, in front of the sequence.
    if (isSerial) return { identity: "by default" };
    throw new Refused("undefinedTable", `relation "${name}" does not exist`, {
      location: Number(value?.fields.location ?? 0),
      hint: `Make it first: CREATE SEQUENCE ${name};`,
    });
  }
  if ("table" in found)
    return found.table.definition.name === table ? { identity: "by default" } : { default_expression: text };
  const { id, increment, min, cycles, ownedBy } = found.sequence;
  const own = tableNamed(catalog, table);
  const key = own?.storage.columns[column.name]?.key;
  const isOwn = isSerial || (own !== undefined && ownedBy?.table === own.id && ownedBy.key === key);
  const isPlain = increment === "1" && min === "1" && cycles !== true;
  const isOnly = own?.definition.columns.every(({ identity }) => identity === undefined) ?? true;
  if (!isOwn || !isPlain || !isOnly || !["integer", "bigint"].includes(column.type))
    return { default_expression: text };
  input.counter.from = id;
  return { identity: "by default" };
}

/**
 * `AS IDENTITY (START WITH 100 …)`, `RESTART`: where the column goes on to count.
 *
 * @param isNew whether it begins to count: else a START is for a RESTART without a number.
 */
export function readCounter(input: DefinitionInput, options: unknown, isNew = true): void {
  let start = 1;
  for (const option of asList(options)) {
    const { defname, arg } = unwrap(option)?.fields ?? {};
    const { ival, fval } = (unwrap(arg)?.fields ?? {}) as { ival?: number; fval?: string };
    const value = Number(fval ?? ival ?? 0);
    if (defname === "increment" && value !== 1)
      throw unsupported(
        "INCREMENT BY another number than 1",
        null,
        "Leave INCREMENT BY out, or write DEFAULT nextval('…') of a sequence of its own.",
      );
    if (defname === "cycle") throw unsupported("CYCLE", null, "Leave it out.");
    if (defname === "start") start = value;
    if (defname === "start" && isNew) input.counter.last = value - 1;
    if (defname === "restart") input.counter.last = (unwrap(arg) === null ? start : value) - 1;
  }
}
