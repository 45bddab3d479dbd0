import type { Change, Column, Json } from "#lib/catalog/types.ts";

/** A project that looks like somebody works with it. */
export interface Workshop {
  /** Signs a browser in. */
  readonly token: string;
  /** The address of the project's overview. */
  readonly path: string;
  readonly organizationId: string;
}

/** Signs a new person up at `url` and fills a project of theirs, through the API. */
export async function fillWorkshop(url: string): Promise<Workshop> {
  const email = `ada.${Date.now()}@example.com`;
  const signedUp = await post(url, "", "/api/auth/signup", {
    email,
    password: crypto.randomUUID(),
    name: "Ada",
  });
  const token = String(signedUp.access_token);
  const send = (path: string, body: object) => post(url, token, path, body);
  const { project, database } = (await send("/api/projects/with-database", {
    name: "Bike workshop",
  })) as unknown as {
    project: { id: string; organization_id: string };
    database: { id: string };
  };
  const base = `/api/database/${database.id}`;
  await send(`${base}/schema/apply`, { changes });
  const insert = async (tableName: string, records: readonly object[]): Promise<readonly string[]> => {
    const answer = await send(`${base}/records/create`, { tableName, records });
    return (answer.records as unknown as readonly { id: string }[]).map(({ id }) => id);
  };
  const customers = await insert("customers", people.map(customer));
  const bikes = await insert(
    "bikes",
    range(18).map((index) => bike(index, customers)),
  );
  await insert(
    "repairs",
    range(64).map((index) => repair(index, bikes)),
  );
  return { token, path: `/projects/${project.id}/database`, organizationId: project.organization_id };
}

async function post(
  url: string,
  token: string,
  path: string,
  body: object,
): Promise<{ [key: string]: Json }> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { [key: string]: Json };
}

const people = [
  "Grace Hopper",
  "Alan Turing",
  "Katherine Johnson",
  "Edsger Dijkstra",
  "Barbara Liskov",
  "Margaret Hamilton",
  "Radia Perlman",
  "Frances Allen",
];

const jobs = [
  "Full service",
  "True the wheel",
  "New brake pads",
  "Replace chain",
  "Fix flat tyre",
  "Install lights",
];
const brands = ["Brompton", "Gazelle", "Surly", "Canyon", "Trek"];

function customer(name: string, index: number): object {
  const email = `${name.toLowerCase().replace(" ", ".")}@example.com`;
  return { name, email, phone: `+1 555 010 9${100 + index}`, is_member: index % 3 === 0 };
}

function bike(index: number, customers: readonly string[]): object {
  return { customer_id: customers[index % customers.length], brand: brands[(index * 3) % brands.length] };
}

function repair(index: number, bikes: readonly string[]): object {
  return {
    title: jobs[(index * 5) % jobs.length],
    bike_id: bikes[(index * 7) % bikes.length],
    status: ["waiting", "in progress", "done", "done"][index % 4],
    price: index % 9 === 4 ? null : `${20 + ((index * 37) % 180)}.${index % 2 === 0 ? "00" : "50"}`,
    due_at: `2026-12-${String(1 + (index % 24)).padStart(2, "0")}T${String(8 + (index % 9)).padStart(2, "0")}:30:00Z`,
    notes: index % 5 === 0 ? "Call before anything above the estimate is done." : null,
  };
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}

const text = (name: string): Column => ({ name, type: "text" });
const required = (column: Column): Column => ({ ...column, required: true });
const reference = (name: string, table: string): Column => ({
  name,
  type: "uuid",
  required: true,
  references: { table, column: "id" },
});

const changes: readonly Change[] = [
  {
    kind: "create_table",
    table: {
      name: "customers",
      description: "People who bring in bikes.",
      columns: [
        required(text("name")),
        { name: "email", type: "email", unique: true },
        { name: "phone", type: "phone" },
        { name: "is_member", type: "boolean", required: true, default: false },
      ],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "bikes",
      description: "What is repaired.",
      columns: [reference("customer_id", "customers"), required(text("brand"))],
    },
  },
  {
    kind: "create_table",
    table: {
      name: "repairs",
      description: "One job on one bike.",
      columns: [
        required(text("title")),
        reference("bike_id", "bikes"),
        {
          name: "status",
          type: "enum",
          enum_values: ["waiting", "in progress", "done"],
          required: true,
          default: "waiting",
        },
        { name: "price", type: "numeric" },
        { name: "due_at", type: "timestamptz", indexed: true },
        { name: "notes", type: "richtext" },
      ],
    },
  },
];
