import { expect, test } from "@playwright/test";
import { type DemoProject, makeLibrary, openRow, signUp } from "./visitor.ts";

// The narrow screen has its own look in every-page.spec.ts, and the main job is done on it too.
test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "once is enough");

let library: DemoProject;

test.beforeEach(async ({ page }) => {
  await signUp(page);
  library = await makeLibrary(page);
});

test("a table is made by form, with the server's refusals at their fields", async ({ page }) => {
  await page.goto(`${library.path}/tables`);
  await page.getByRole("button", { name: "New table" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Table name").fill("Loans!");
  await sheet.getByRole("button", { name: "Add column" }).click();
  await sheet.getByLabel("Type").nth(1).selectOption("reference");
  await sheet.getByLabel("Points to a row of").selectOption("books");
  await expect(sheet.getByLabel("Name", { exact: true }).nth(1)).toHaveValue("book_id");
  await sheet.getByRole("button", { name: "Create table" }).click();
  await expect(sheet.getByLabel("Table name")).toHaveAttribute("aria-invalid", "true");
  await sheet.getByLabel("Table name").fill("loans");
  await sheet.getByRole("button", { name: "Create table" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "loans" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No rows in loans yet" })).toBeVisible();
});

test("columns are added, changed and dropped, and existing rows are heard first", async ({ page }) => {
  await page.goto(`${library.path}/tables/books/structure`);
  await page.getByRole("button", { name: "Add column" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("pages");
  await page.getByRole("dialog").getByLabel("Type").selectOption("integer");
  await page.getByRole("dialog").getByRole("button", { name: "Add column" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.getByRole("button", { name: "Change pages" }).click();
  await page.getByRole("menuitem", { name: "Edit column" }).click();
  await page.getByRole("dialog").getByLabel("Required").check();
  await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("60 rows");
  await page.getByRole("dialog").getByLabel("Required").uncheck();
  await page.getByRole("dialog").getByLabel("Name").fill("page_count");
  await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.getByRole("button", { name: "Change page_count" }).click();
  await page.getByRole("menuitem", { name: "Drop column" }).click();
  await page.getByRole("button", { name: "Drop column" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: "Change page_count" })).toBeHidden();
});

test("a table that others point to is dropped only with their relations", async ({ page }) => {
  await page.goto(`${library.path}/tables/authors/structure`);
  await page.getByRole("button", { name: "Drop table…" }).click();
  const drop = page.getByRole("button", { name: "Drop table", exact: true });
  await expect(page.getByRole("dialog")).toContainText("books.author_id");
  await expect(drop).toBeDisabled();
  await page.getByRole("dialog").getByRole("checkbox").check();
  await expect(drop).toBeEnabled();
  await drop.click();
  await expect(page.getByRole("heading", { level: 1, name: "Tables" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "authors" })).toBeHidden();
});

test("a table is renamed, and its rows are at the new address", async ({ page }) => {
  await page.goto(`${library.path}/tables/books/structure`);
  await page.getByLabel("Name").fill("volumes");
  await page.getByLabel("Description").fill("All that is bound.");
  await page.getByRole("button", { name: "Save table" }).click();
  await expect(page).toHaveURL(/\/tables\/volumes\/structure$/);
  await page.getByRole("link", { name: "Rows" }).click();
  await expect(page.getByText("60 rows", { exact: true })).toBeVisible();
});

test("every type of value is entered, read back and emptied", async ({ page }) => {
  await page.goto(`${library.path}/tables/books?row=new`);
  const panel = page.getByRole("dialog");
  await panel.getByLabel("title").fill("Typee");
  await panel.getByLabel("price").fill("12.345");
  await panel.getByLabel("is_signed").click();
  await panel.getByLabel("bought_on").fill("2026-02-28");
  await panel.getByLabel("read_at").fill("2026-03-01T09:30");
  await panel.getByLabel("tags").fill("sea");
  await panel.getByLabel("tags").press("Enter");
  await panel.getByLabel("tags").fill("first");
  await panel.getByLabel("details").fill('{"pages": 300');
  await panel.getByRole("button", { name: "Add row" }).click();
  await expect(panel.getByRole("alert")).toContainText("not JSON");
  await panel.getByLabel("details").fill('{"pages": 300}');
  await panel.getByRole("button", { name: "Add row" }).click();
  await expect(panel).toBeHidden();

  await page.getByLabel("Search books").fill("Typee");
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await openRow(page, "Typee");
  await expect(panel.getByLabel("price")).toHaveValue("12.345");
  await expect(panel.getByLabel("is_signed")).toBeChecked();
  await expect(panel.getByLabel("bought_on")).toHaveValue("2026-02-28");
  await expect(panel.getByLabel("read_at")).toHaveValue("2026-03-01T09:30");
  await expect(panel.getByRole("button", { name: "Remove first" })).toBeVisible();
  await expect(panel.getByLabel("details")).toHaveValue('{\n  "pages": 300\n}');
  await panel.getByLabel("price").fill("");
  await panel.getByLabel("details").fill("");
  await panel.getByRole("button", { name: "Save changes" }).click();
  await expect(panel).toBeHidden();
  await openRow(page, "Typee");
  await expect(panel.getByLabel("price")).toHaveValue("");

  await panel.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: "No row matches" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("gridcell", { name: "Typee" })).toBeVisible();
});

test("a change does not run over one that somebody else made meanwhile", async ({ page }) => {
  await page.goto(`${library.path}/tables/books?q=Book+07`);
  await openRow(page, "Book 07");
  const panel = page.getByRole("dialog");
  await panel.getByLabel("title").fill("Mine");
  const key = new URL(page.url()).searchParams.get("row") ?? "";
  const answer = await page.request.put(`/api/database/${library.databaseId}/records/${key}`, {
    data: { tableName: "books", data: { title: "Theirs" } },
    headers: { Origin: new URL(page.url()).origin },
  });
  expect(answer.status()).toBe(200);
  await panel.getByRole("button", { name: "Save changes" }).click();
  await expect(panel.getByRole("alert")).toContainText("Somebody else changed this row");
});

test("a row that others point to is not deleted under them", async ({ page }) => {
  await page.goto(`${library.path}/tables/authors`);
  await openRow(page, "Italo Calvino");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("still refer to this row");
});

test("users are added with a password that nobody reads", async ({ page }) => {
  await page.goto(`${library.path}/users`);
  await page.getByRole("button", { name: "Add user" }).click();
  await page.getByLabel("E-mail").fill("reader@example.com");
  await page.getByLabel("Password").fill("a long enough one");
  await page.getByRole("dialog").getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.getByRole("link", { name: "reader@example.com" }).click();
  await expect(page.getByRole("dialog", { name: "reader@example.com" })).toBeVisible();
  await expect(page.getByLabel("password_hash")).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "email" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "password_hash" })).toBeHidden();
});

test("how much apps get at once is set and kept, and a wrong number is told at its field", async ({
  page,
}) => {
  await page.goto(`${library.path}/settings`);
  const rows = page.getByLabel("Longest list");
  await expect(rows).toHaveValue("1000");
  const save = page.getByRole("button", { name: "Save data API" });
  for (const wrong of ["many", "0"]) {
    await rows.fill(wrong);
    await save.click();
    await expect(rows).toHaveAttribute("aria-invalid", "true");
  }
  await rows.fill("250");
  await page.getByLabel("sums, averages and counts").uncheck();
  await save.click();
  await expect(page.getByText("Data API saved")).toBeVisible();
  await page.reload();
  await expect(rows).toHaveValue("250");
  await expect(page.getByLabel("sums, averages and counts")).not.toBeChecked();
});

test("a project is deleted only by its name", async ({ page }) => {
  await page.goto(`${library.path}/settings`);
  await page.getByRole("button", { name: "Delete project…" }).click();
  const remove = page.getByRole("button", { name: "Delete project", exact: true });
  await page.getByRole("dialog").getByRole("textbox").fill("library");
  await expect(remove).toBeDisabled();
  await page.getByRole("dialog").getByRole("textbox").fill("Library");
  await remove.click();
  await expect(page.getByRole("heading", { name: "No projects yet" })).toBeVisible();
  await page.goto(library.path);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
});
