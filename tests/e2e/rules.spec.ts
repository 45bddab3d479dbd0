import { type APIResponse, expect, type Page, test } from "@playwright/test";
import { type DemoProject, makeLibrary, signUp } from "./visitor.ts";

// The narrow screen has its own look in every-page.spec.ts.
test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "once is enough");

let library: DemoProject;

test.beforeEach(async ({ page }) => {
  await signUp(page);
  library = await makeLibrary(page);
});

async function posted(page: Page, path: string, data: unknown): Promise<Record<string, unknown>> {
  const origin = `http://localhost:${process.env.ROWHOUSE_E2E_PORT}`;
  const response: APIResponse = await page.request.post(path, { data, headers: { Origin: origin } });
  expect(response.ok(), await response.text()).toBe(true);
  return response.json() as Promise<Record<string, unknown>>;
}

/** Notes of two users of the app, one each. */
async function addNotes(page: Page, { databaseId }: DemoProject): Promise<void> {
  const base = `/api/database/${databaseId}`;
  const columns = [
    { name: "line", type: "text" },
    { name: "owner_id", type: "uuid", references: { table: "users", column: "id" } },
  ];
  const change = { kind: "create_table", table: { name: "notes", columns } };
  await posted(page, `${base}/schema/apply`, { changes: [change] });
  for (const name of ["ann", "ben"]) {
    const data = { email: `${name}@example.org`, password_hash: "correct horse battery" };
    const { record } = await posted(page, `${base}/records/create`, { tableName: "users", data });
    const note = { line: `of ${name}`, owner_id: (record as { id: string }).id };
    await posted(page, `${base}/records/create`, { tableName: "notes", data: note });
  }
}

test("a usual rule is picked, tried as a user, dropped and taken back, and found by the matrix", async ({
  page,
}) => {
  await addNotes(page, library);
  await page.goto(`${library.path}/rules?table=notes`);
  const tables = page.getByRole("region", { name: "Tables" });
  const notes = tables.getByRole("group").filter({ has: page.getByTitle("notes", { exact: true }) });
  await expect(notes).toContainText("closed");
  await notes.getByRole("button", { name: "Add a usual rule" }).click();
  await page.getByRole("menuitem", { name: "Only the owner (owner_id)" }).click();
  const drop = notes.getByRole("button", { name: /^Drop the rule/ });
  await expect(drop).toHaveCount(1);
  // Each change of a rule runs the matrix.
  await expect(page.getByText("No leak found")).toBeVisible();

  const bench = page.getByRole("region", { name: "Test bench" });
  await bench.getByLabel("Table").selectOption("notes");
  await bench.getByLabel("User").fill("ann@example.org");
  await bench.getByRole("button", { name: "Show rows" }).click();
  await expect(bench).toContainText("Sees 1 of 2 rows; could change 1 and delete 1 of them.");
  await expect(bench.getByRole("cell", { name: "of ann" })).toBeVisible();

  await drop.click();
  await expect(notes).toContainText("No rule: apps reach none of its rows");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(drop).toHaveCount(1);
  await bench.getByLabel("As").selectOption("A visitor");
  await bench.getByRole("button", { name: "Show rows" }).click();
  await expect(bench).toContainText("Sees 0 of 2 rows");

  // A faulty rule: the condition says nothing of the owner.
  const faulty = "create policy everyone on notes for select to authenticated using (line is not null)";
  await posted(page, `/api/database/${library.databaseId}/sql`, { query: faulty });
  await page.getByRole("button", { name: "Check for leaks" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "Another user: read the owner’s row in notes." }),
  ).toBeVisible();
});

test("a key that is limited to some tables reaches no others, and none once it is revoked", async ({
  page,
}) => {
  await page.goto(`${library.path}/api?tab=keys`);
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("reader");
  await dialog.getByLabel("Kind").selectOption("Secret");
  await dialog.getByLabel("Only some tables").check();
  await dialog.getByLabel("Read authors").check();
  await dialog.getByRole("button", { name: "Make key" }).click();
  const token = (await dialog.getByText(/^rh_secret_/).textContent()) ?? "";
  await page.keyboard.press("Escape");

  const { items } = (await (await page.request.get("/api/projects")).json()) as {
    items: readonly { ref: string }[];
  };
  const status = async (table: string) => {
    const url = `http://localhost:${process.env.ROWHOUSE_E2E_PORT}/p/${items[0]?.ref}/rest/v1/${table}`;
    return (await fetch(url, { headers: { apikey: token } })).status;
  };
  expect([await status("authors"), await status("books")]).toEqual([200, 403]);
  await page
    .getByRole("listitem")
    .filter({ hasText: "reader" })
    .getByRole("button", { name: /evoke/ })
    .click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Key revoked")).toBeVisible();
  expect(await status("authors")).toBe(401);
});
