import { compile } from "#lib/sql/sql.ts";
import type { Sides } from "./measure.ts";
import type { Operation } from "./operations.ts";

/** Prints how Postgres carries each statement out, on both sides. Writes are explained, not carried out. */
export async function explainAll(
  sides: Sides,
  operations: readonly Operation[],
  say: (line: string) => void,
): Promise<void> {
  for (const operation of operations) {
    const { native, virtual } = operation.run(1);
    const both = [
      ["native", sides.native, native],
      ["virtual", sides.virtual, compile(virtual)],
    ] as const;
    for (const [name, client, { text, values }] of both) {
      say(`\n## ${operation.name}, ${name}`);
      await client.query("begin");
      const { rows } = await client.query<{ "QUERY PLAN": string }>(
        `explain (analyze, buffers, costs, timing off) ${text}`,
        [...values],
      );
      await client.query("rollback");
      for (const row of rows) say(row["QUERY PLAN"]);
    }
  }
}
