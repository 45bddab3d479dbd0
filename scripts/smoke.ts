// Walks the main job over HTTP on the built product and an empty data folder: node scripts/smoke.ts
import { startProduct } from "#tests/harness/product-server.ts";

/** JSON whose shape the steps are about: any part may be there or not. */
interface Loose {
  readonly [key: string]: Loose;
}

const steps: [name: string, check: () => Promise<boolean>][] = [];
const step = (name: string, check: () => Promise<boolean>) => void steps.push([name, check]);

let url = "";
let token = "";
let projectId = "";
let databaseId = "";
let proposal: Loose = {};
let recordId = "";

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; body: Loose }> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Loose };
  if (response.status >= 400) process.stdout.write(`      ${method} ${path}: ${response.status} ${text}\n`);
  return answer;
}

step("says that it is ready", async () => (await call("GET", "/readyz")).status === 200);

step("signs up", async () => {
  const account = { email: "ada@example.org", password: "correct horse battery staple", name: "Ada" };
  const { status, body } = await call("POST", "/api/auth/signup", account);
  token = String(body.access_token);
  return status === 201 && String(body.user?.email) === account.email;
});

step("makes a project", async () => {
  const { status, body } = await call("POST", "/api/projects", { name: "Book club" });
  projectId = String(body.project?.id);
  return status === 201 && /^[a-z][a-z0-9-]*$/.test(String(body.project?.ref));
});

step("makes its database", async () => {
  const { status, body } = await call("POST", "/api/database/create", { projectId });
  databaseId = String(body.database?.id);
  return status === 201 && String(body.tables?.[0]?.table_name) === "users";
});

step("turns words into a proposed schema", async () => {
  const description = "A book club: books with a title, an author and a rating from 1 to 5.";
  const answer = await call("POST", `/api/database/${databaseId}/schema/generate`, { description });
  proposal = answer.body;
  return answer.status === 200 && JSON.stringify(proposal.schema).includes('"books"');
});

step("applies it", async () => {
  const { changes } = proposal;
  const { status, body } = await call("POST", `/api/database/${databaseId}/schema/apply`, { changes });
  return status === 200 && JSON.stringify(body.tables).includes('"books"');
});

step("creates records", async () => {
  const records = ["Emma", "Persuasion"].map((title) => ({ title, ...required() }));
  const path = `/api/database/${databaseId}/records/create`;
  const { status, body } = await call("POST", path, { tableName: "books", records });
  recordId = String(body.records?.[0]?.id);
  return status === 201 && recordId !== "undefined";
});

step("queries them", async () => {
  const query = { tableName: "books", filters: { title: "Emma" }, count: "exact" };
  const { status, body } = await call("POST", `/api/database/${databaseId}/records/query`, query);
  return status === 200 && Number(body.count) === 1 && String(body.records?.[0]?.id) === recordId;
});

step("updates one", async () => {
  const change = { tableName: "books", data: { title: "Emma, annotated" } };
  const { status, body } = await call("PUT", `/api/database/${databaseId}/records/${recordId}`, change);
  return status === 200 && String(body.record?.title) === "Emma, annotated";
});

step("answers a SELECT", async () => {
  const query = "select title from books order by title";
  const { status, body } = await call("POST", `/api/database/${databaseId}/sql`, { query });
  return status === 200 && JSON.stringify(body.results?.[0]?.rows) === '[["Emma, annotated"],["Persuasion"]]';
});

step("turns a question into SQL", async () => {
  const question = { question: "How many books are there?" };
  const { status, body } = await call("POST", `/api/database/${databaseId}/sql/generate`, question);
  return status === 200 && /select/i.test(String(body.sql));
});

step("deletes one", async () => {
  const path = `/api/database/${databaseId}/records/${recordId}?tableName=books`;
  return (await call("DELETE", path)).status === 200;
});

/** A value for every column that the proposal requires besides the title. */
function required(): Record<string, unknown> {
  const tables = proposal.schema?.tables as unknown as { name: string; columns: Column[] }[];
  const columns = tables.find(({ name }) => name === "books")?.columns ?? [];
  const needed = columns.filter((column) => column.required && column.default === undefined);
  return Object.fromEntries(
    needed
      .filter(({ name }) => !["id", "title", "created_at", "updated_at"].includes(name))
      .map((column) => [column.name, sample(column)]),
  );
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly required?: boolean;
  readonly default?: unknown;
  readonly enum_values?: readonly string[];
}

function sample({ type, enum_values: values }: Column): unknown {
  if (values?.[0] !== undefined) return values[0];
  if (["integer", "bigint", "number", "numeric"].includes(type)) return 4;
  if (type === "boolean") return true;
  if (type === "date") return "2026-01-31";
  if (type === "timestamptz") return "2026-01-31T12:00:00Z";
  return "Jane Austen";
}

const product = await startProduct();
url = product.url;
let passed = 0;
for (const [name, check] of steps) {
  const isGood = await check().catch((error: unknown) => {
    process.stdout.write(`      ${error}\n`);
    return false;
  });
  process.stdout.write(`${isGood ? "ok  " : "FAIL"}  ${name}\n`);
  if (isGood) passed += 1;
}
if (passed < steps.length) process.stdout.write(product.logged());
await product.close();
process.stdout.write(`smoke: ${passed} passed, ${steps.length - passed} failed\n`);
process.exitCode = passed === steps.length ? 0 : 1;
