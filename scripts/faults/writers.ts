import { randomUUID } from "node:crypto";
import type { Answer, Client } from "./client.ts";
import type { Ledger } from "./ledger.ts";
import type { StoredTable } from "./stored.ts";

/** Writes one thing after another, and knows what has to be there in consequence. */
export interface Writer {
  step(): Promise<void>;
  /** Beyond what the ledger knows. @returns what is wrong. */
  check(tables: readonly StoredTable[]): string[];
}

export interface WriterContext {
  readonly client: Client;
  readonly ledger: Ledger;
  readonly databaseId: string;
}

type MakeWriter = (context: WriterContext, number: number) => Writer;

const batchRows = 20;
const itemRows = 5;
const nothing = () => [];

/** Single rows through the data API. */
const singles: MakeWriter = ({ client, ledger }) => ({
  async step() {
    const group = `event:${randomUUID()}`;
    const row = { grp: group, key: group.slice(6), n: Math.trunc(Math.random() * 1000) };
    await ledger.add(group, 1, () => client.rest("POST", "/events", row));
  },
  check: nothing,
});

/** Batches through the management API, and deletes of whole batches. */
const batches: MakeWriter = ({ client, ledger, databaseId }) => {
  const mine: string[] = [];
  return {
    async step() {
      if (mine.length > 5) {
        const oldest = mine.shift() ?? "";
        await ledger.remove([oldest], () => client.rest("DELETE", `/lines?grp=eq.${oldest}`));
        return;
      }
      const group = `batch:${randomUUID()}`;
      const records = Array.from({ length: batchRows }, (_, n) => ({ grp: group, n }));
      const path = `/api/database/${databaseId}/records/create`;
      const isThere = await ledger.add(group, batchRows, () =>
        client.call("POST", path, { tableName: "lines", records }),
      );
      if (isThere) mine.push(group);
    },
    check: nothing,
  };
};

/** One row that counts up, two columns at a time. */
const counting: MakeWriter = ({ client, ledger }, number) => {
  let [known, attempted] = [0, 0];
  return {
    async step() {
      attempted += 1;
      const patch = { n: attempted, label: `at ${attempted}` };
      const outcome = await client.rest("PATCH", `/counters?name=eq.w${number}`, patch);
      ledger.note(outcome);
      if (outcome.kind === "acknowledged") known = attempted;
    },
    check(tables) {
      const row = rowsOf(tables, "counters").find(({ name }) => name === `w${number}`);
      const n = Number(row?.n);
      const wrong = [
        ...(n >= known && n <= attempted ? [] : [`counter ${number}: ${n}, acknowledged ${known}`]),
        ...(n === 0 || row?.label === `at ${n}` ? [] : [`counter ${number}: ${n} with label ${row?.label}`]),
      ];
      known = n;
      attempted = n;
      return wrong;
    },
  };
};

/** Orders with their items, and deletes that cascade. */
const orders: MakeWriter = ({ client, ledger }) => {
  const mine: string[] = [];
  return {
    async step() {
      if (mine.length > 3) {
        const id = mine.shift() ?? "";
        const groups = [`order:${id}`, `items:${id}`];
        await ledger.remove(groups, () => client.rest("DELETE", `/orders?id=eq.${id}`));
        return;
      }
      const id = randomUUID();
      const order = { id, grp: `order:${id}` };
      if (!(await ledger.add(order.grp, 1, () => client.rest("POST", "/orders", order)))) return;
      const items = Array.from({ length: itemRows }, () => ({ grp: `items:${id}`, order_id: id }));
      if (await ledger.add(`items:${id}`, itemRows, () => client.rest("POST", "/items", items)))
        mine.push(id);
    },
    check(tables) {
      const known = new Set(rowsOf(tables, "orders").map(({ grp }) => grp));
      return rowsOf(tables, "items").flatMap(({ grp, order_id }) =>
        known.has(`order:${order_id}`) ? [] : [`${grp}: an item without its order`],
      );
    },
  };
};

/** How many accounts move what they have among themselves. */
export const accountCount = 8;

/** Scripts of typed SQL: three statements, one transaction. */
const transfers: MakeWriter = ({ client, ledger, databaseId }) => ({
  async step() {
    const group = `transfer:${randomUUID()}`;
    const [debit, credit] = [pick(accountCount), pick(accountCount)];
    const amount = 1 + pick(9);
    const query = `
      update accounts set balance = balance - ${amount} where name = 'a${debit}';
      update accounts set balance = balance + ${amount} where name = 'a${credit}';
      insert into transfers (grp, debit, credit, amount) values ('${group}', 'a${debit}', 'a${credit}', ${amount})`;
    await ledger.add(group, 1, () => client.call("POST", `/api/database/${databaseId}/sql`, { query }));
  },
  check(tables) {
    const expected = new Map<unknown, number>();
    const move = (name: unknown, amount: number) => expected.set(name, (expected.get(name) ?? 0) + amount);
    for (const { debit, credit, amount } of rowsOf(tables, "transfers")) {
      move(debit, -Number(amount));
      move(credit, Number(amount));
    }
    return rowsOf(tables, "accounts").flatMap(({ name, balance }) =>
      Number(balance) === (expected.get(name) ?? 0)
        ? []
        : [`account ${name}: ${balance}, its transfers sum up to ${expected.get(name) ?? 0}`],
    );
  },
});

const pick = (count: number) => Math.trunc(Math.random() * count);

const kinds = [singles, batches, counting, orders, transfers];

/** The writers of rows; definitions have one of their own. */
export function rowWriters(context: WriterContext, count: number): Writer[] {
  return Array.from({ length: count }, (_, number) => {
    const make = kinds[number % kinds.length] ?? singles;
    return make(context, number);
  });
}

/** The rows of a table by the names of their columns. */
export function rowsOf(
  tables: readonly StoredTable[],
  name: string,
): { readonly [column: string]: unknown }[] {
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) return [];
  const columns = Object.entries(table.storage_json.columns);
  return table.rows.map((row) => ({
    ...Object.fromEntries(columns.map(([column, { key }]) => [column, row.data[key] ?? null])),
    id: row.id,
  }));
}

/** How many rows each group has. */
export function groupsOf(tables: readonly StoredTable[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    for (const { grp } of rowsOf(tables, name))
      if (typeof grp === "string") counts.set(grp, (counts.get(grp) ?? 0) + 1);
  }
  return counts;
}

/** A text somewhere in an answer. */
export function text(answer: Answer, ...path: readonly string[]): string {
  let found: Answer | undefined = answer;
  for (const key of path) found = found?.[key];
  if (typeof found !== "string") throw new Error(`no ${path.join(".")} in ${JSON.stringify(answer)}`);
  return found;
}
