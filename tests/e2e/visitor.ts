import { type APIResponse, expect, type Page } from "@playwright/test";
import type { Change } from "#lib/catalog/types.ts";

export const password = "correct horse battery staple";

/** An address that nobody has used. */
export function newEmail(): string {
  return `ada.${Date.now()}.${Math.floor(Math.random() * 1e6)}@example.com`;
}

/** Signs a new person up without the page; the browser then holds their session. */
export async function signUp(page: Page): Promise<string> {
  const email = newEmail();
  await answered(await page.request.post("/api/auth/signup", { data: { email, password, name: "Ada" } }));
  return email;
}

export interface DemoProject {
  /** The address of its overview. */
  readonly path: string;
  readonly databaseId: string;
  readonly organizationId: string;
}

/** Opens the row with such a cell in the panel: by a tap, or by the key for it. */
export async function openRow(page: Page, cell: string): Promise<void> {
  const found = page.getByRole("gridcell", { name: cell, exact: true });
  if ((page.viewportSize()?.width ?? 0) < 768) return found.tap();
  await found.click();
  await page.keyboard.press("Space");
}

/** A project with authors and books, made without the page. */
export async function makeLibrary(page: Page): Promise<DemoProject> {
  const headers = { Origin: new URL(page.url() === "about:blank" ? baseUrl() : page.url()).origin };
  const post = async (path: string, data: unknown) =>
    answered(await page.request.post(path, { data, headers }));
  const { project, database } = (await post("/api/projects/with-database", { name: "Library" })) as {
    project: { id: string; organization_id: string };
    database: { id: string };
  };
  const base = `/api/database/${database.id}`;
  await post(`${base}/schema/apply`, { changes: library });
  const { records: authors } = (await post(`${base}/records/create`, {
    tableName: "authors",
    records: [{ name: "Ursula Le Guin" }, { name: "Italo Calvino" }],
  })) as { records: readonly { id: string }[] };
  const books = Array.from({ length: 60 }, (_, index) => ({
    title: `Book ${String(index + 1).padStart(2, "0")}`,
    author_id: authors[index % 2]?.id,
    status: index % 3 === 0 ? "lent" : "here",
    price: `${index + 1}.50`,
    bought_on: "2026-03-31",
  }));
  await post(`${base}/records/create`, { tableName: "books", records: books });
  const path = `/projects/${project.id}/database`;
  return { path, databaseId: database.id, organizationId: project.organization_id };
}

function baseUrl(): string {
  return `http://localhost:${process.env.ROWHOUSE_E2E_PORT}`;
}

async function answered(response: APIResponse): Promise<unknown> {
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
}

const library: readonly Change[] = [
  {
    kind: "create_table",
    table: { name: "authors", columns: [{ name: "name", type: "text", required: true }] },
  },
  {
    kind: "create_table",
    table: {
      name: "books",
      description: "What stands on the shelves.",
      columns: [
        { name: "title", type: "text", required: true },
        { name: "author_id", type: "uuid", references: { table: "authors", column: "id" } },
        { name: "status", type: "enum", enum_values: ["here", "lent"], default: "here", required: true },
        { name: "price", type: "numeric" },
        { name: "is_signed", type: "boolean", default: false, required: true },
        { name: "bought_on", type: "date" },
        { name: "read_at", type: "timestamptz" },
        { name: "tags", type: "text[]" },
        { name: "details", type: "jsonb" },
      ],
    },
  },
];
