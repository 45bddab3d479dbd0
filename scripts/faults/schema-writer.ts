import type { StoredTable } from "./stored.ts";
import { rowsOf, type Writer, type WriterContext } from "./writers.ts";

/** Rows that are there before the first change of their definition. */
export const shapeRows = 200;

/**
 * Changes definitions while everybody writes: columns and tables that come and go together, and a column whose type changes
 * to and fro, which rewrites every row.
 */
export function schemaWriter({ client, ledger, databaseId }: WriterContext): Writer {
  let next = 0;
  let turn = 0;
  /** What was made and acknowledged, the oldest first. */
  let pairs: number[] = [];
  /** What is there or not. */
  const doubtful = new Set<number>();
  let kinds: readonly string[] = ["integer"];

  const apply = async (...changes: object[]) => {
    const outcome = await client.call("POST", `/api/database/${databaseId}/schema/apply`, { changes });
    ledger.note(outcome);
    return outcome.kind === "acknowledged";
  };
  const make = async () => {
    next += 1;
    const number = next;
    doubtful.add(number);
    const isMade = await apply(
      {
        kind: "add_column",
        table: "shapes",
        column: { name: `c${number}`, type: "integer", indexed: true, default: number },
      },
      {
        kind: "create_table",
        table: { name: `s${number}`, columns: [{ name: "label", type: "text", indexed: true }] },
      },
    );
    if (!isMade) return;
    doubtful.delete(number);
    pairs.push(number);
  };
  const drop = async (number: number) => {
    pairs = pairs.filter((other) => other !== number);
    doubtful.add(number);
    const isDropped = await apply(
      { kind: "drop_column", table: "shapes", column: `c${number}` },
      { kind: "drop_table", table: `s${number}` },
    );
    if (isDropped) doubtful.delete(number);
  };
  const convert = async () => {
    const to = kinds.at(-1) === "integer" ? "text" : "integer";
    kinds = [...kinds, to];
    if (await apply({ kind: "alter_column", table: "shapes", column: "kind", set: { type: to } }))
      kinds = [to];
  };

  return {
    async step() {
      turn += 1;
      if (turn % 3 === 0) return convert();
      // A slot for each column: they must not become many.
      const [oldest] = pairs;
      return pairs.length > 0 && oldest !== undefined ? drop(oldest) : make();
    },
    check(tables) {
      const wrong = checkShapes(tables, kinds);
      const found = pairsOf(tables);
      for (const number of found.halves)
        wrong.push(`half a change: of c${number} and s${number} one is there`);
      for (const number of pairs)
        if (!found.whole.includes(number))
          wrong.push(`c${number} and s${number}: acknowledged, and not there`);
      for (const number of found.whole)
        if (!pairs.includes(number) && !doubtful.has(number))
          wrong.push(`c${number} and s${number}: acknowledged as dropped, and there`);
      pairs = found.whole;
      doubtful.clear();
      kinds = [typeOf(tables, "kind") ?? "integer"];
      return wrong;
    },
  };
}

function checkShapes(tables: readonly StoredTable[], kinds: readonly string[]): string[] {
  const kind = typeOf(tables, "kind");
  const rows = rowsOf(tables, "shapes");
  const known = rows.filter((row) => row.kind !== null).length;
  return [
    ...(kind !== undefined && kinds.includes(kind)
      ? []
      : [`shapes.kind is ${kind}, not ${kinds.join(" or ")}`]),
    ...(rows.length === shapeRows && known === shapeRows
      ? []
      : [`shapes: ${rows.length} rows, ${known} kinds`]),
  ];
}

function typeOf(tables: readonly StoredTable[], column: string): string | undefined {
  const shapes = tables.find(({ name }) => name === "shapes");
  return shapes?.schema_json.columns.find(({ name }) => name === column)?.type;
}

function pairsOf(tables: readonly StoredTable[]): { whole: number[]; halves: number[] } {
  const shapes = tables.find(({ name }) => name === "shapes");
  const columns = numbers("c", shapes?.schema_json.columns.map(({ name }) => name) ?? []);
  const made = numbers(
    "s",
    tables.map(({ name }) => name),
  );
  return {
    whole: columns.filter((number) => made.includes(number)),
    halves: [
      ...columns.filter((number) => !made.includes(number)),
      ...made.filter((number) => !columns.includes(number)),
    ],
  };
}

function numbers(letter: string, names: readonly string[]): number[] {
  const pattern = new RegExp(`^${letter}(\\d+)$`);
  return names.flatMap((name) => Number(pattern.exec(name)?.[1] ?? []) || []).sort((a, b) => a - b);
}
