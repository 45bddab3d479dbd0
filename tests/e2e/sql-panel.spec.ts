import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { type DemoProject, makeLibrary, signUp } from "./visitor.ts";

let project: DemoProject;

test.beforeEach(async ({ page }) => {
  await signUp(page);
  project = await makeLibrary(page);
  await page.goto(`${project.path}/sql`);
  await expect(page.locator(".view-lines")).toBeVisible();
});

const grid = (page: Page) => page.getByRole("grid", { name: "Result rows" });

/** Presses Run; on a small screen what the editor suggests may lie above it. */
async function run(page: Page): Promise<void> {
  await expect(async () => {
    if (await page.locator(".suggest-widget.visible").isVisible()) await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Run", exact: true }).click({ timeout: 5_000 });
  }).toPass();
}

/** Puts a text in the place of what the editor holds. */
async function type(page: Page, text: string): Promise<void> {
  await page.locator(".view-lines").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Control+End");
}

test("what is wrong is underlined before anything runs, and a run gives a tab for each statement", async ({
  page,
}) => {
  await type(page, "select '🚲', titel from books");
  await expect(page.locator(".squiggly-error")).toBeVisible();
  await type(page, "select title from books order by title; select count(*) from authors");
  await expect(page.locator(".squiggly-error")).toBeHidden();
  await run(page);
  await expect(grid(page).getByRole("gridcell", { name: "2", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "1 SELECT", exact: true }).click();
  await expect(page.getByText(/^60 rows in /)).toBeVisible();
  await page.getByRole("button", { name: "Keep result 1 SELECT" }).click();
  await type(page, "select 'later' as said");
  await run(page);
  await expect(grid(page).getByRole("gridcell", { name: "later" })).toBeVisible();
  await page.getByRole("button", { name: "1 SELECT", exact: true }).click();
  await expect(page.getByText(/^60 rows in /)).toBeVisible();
});

test("ten thousand rows are shown a screen at a time; a long query is stopped", async ({ page }) => {
  await type(page, "select n, repeat('x', 20) as filler from generate_series(1, 50000) as n");
  await run(page);
  await expect(page.getByText(/^First 10,000 rows in /)).toBeVisible();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "10001");
  expect(await grid(page).getByRole("row").count()).toBeLessThan(100);
  await page.getByRole("button", { name: "Export" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV, all rows" }).click();
  const file = await readFile(await (await saved).path(), "utf8");
  expect(file.trimEnd().split("\r\n").at(-1)).toBe(`50000,${"x".repeat(20)}`);
  await type(page, "select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b");
  await run(page);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toBeHidden();
  await expect(page.getByText("Stopped.")).toBeVisible();
  await expect(grid(page)).toBeHidden();
});

test("a write is tried first, told with its rows, and undone while nothing has changed", async ({ page }) => {
  await type(page, "update books set status = 'lent' where price < 10");
  await run(page);
  await expect(page.getByText("change 9 rows in books")).toBeVisible();
  await page.getByRole("button", { name: "Run for real" }).click();
  await expect(page.getByText(/^9 rows changed in books/)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(page.getByText("9 of books")).toBeVisible();
  await type(page, "select count(*) from books where status = 'lent'");
  await run(page);
  await expect(grid(page).getByRole("gridcell", { name: "20", exact: true })).toBeVisible();
});

test("what a write does to rows that were there, and what cannot be undone, is said before it is done", async ({
  page,
}) => {
  await type(
    page,
    "insert into authors (id, name) select id, upper(name) from authors union all select gen_random_uuid(), 'Stanisław Lem' on conflict (id) do update set name = excluded.name",
  );
  await run(page);
  await expect(page.getByText("add 1 row and change 2 rows in authors")).toBeVisible();
  await page.getByRole("button", { name: "Run for real" }).click();
  await expect(page.getByText(/^1 row added and 2 changed in authors/)).toBeVisible();
  await type(page, "create table shelves (id int primary key)");
  await run(page);
  await type(page, "drop table shelves");
  await run(page);
  await expect(page.getByRole("alert").getByText("drop table shelves")).toBeVisible();
  await expect(page.getByText("Undo will not bring it back: it changes definitions, too.")).toBeVisible();
  await type(page, "select * from books where status = {{state}}");
  await page.getByLabel("Value of state").selectOption("lent");
  await run(page);
  await expect(page.getByText(/^20 rows in /)).toBeVisible();
});

test("a pasted file is applied without what is not possible here, which is listed by its lines", async ({
  page,
}) => {
  const file = [
    "create table loans (id uuid primary key default gen_random_uuid(), title text not null);",
    "",
    "create trigger loans_log after delete on loans for each row execute function log_loan();",
    "insert into loans (title) values ('Solaris');",
    "create table storage.files (id uuid);",
    "select title from loans;",
  ];
  await type(page, file.join("\n"));
  await run(page);
  await page.getByRole("button", { name: "Apply what is supported" }).click();
  await expect(page.getByText("apply 3 statements and leave out 2")).toBeVisible();
  await expect(page.getByText("3 of 5 statements would be applied, 2 left out")).toBeVisible();
  await page.getByRole("button", { name: "Run for real" }).click();
  await expect(page.getByText("3 of 5 statements applied, 2 left out")).toBeVisible();
  const leftOut = page.getByRole("list", { name: "Left out" }).getByRole("listitem");
  await expect(leftOut).toHaveCount(2);
  await expect(leftOut.first()).toContainText("Line 3");
  await expect(leftOut.last()).toContainText("Line 5");
  await page.getByRole("button", { name: "1 SELECT", exact: true }).click();
  await expect(grid(page).getByRole("gridcell", { name: "Solaris" })).toBeVisible();
  await page.getByRole("button", { name: "Report" }).click();
  await leftOut.last().getByRole("button", { name: "Line 5" }).click();
  await expect(page.getByRole("textbox", { name: /^SQL/ })).toBeFocused();
});

test("what was typed is there in another tab, and gone with its writer", async ({ page, context }) => {
  await type(page, "select 'unfinished'");
  const other = await context.newPage();
  await other.goto(`${project.path}/sql`);
  await expect(other.locator(".view-lines")).toContainText("unfinished");
  await other.getByRole("button", { name: /^Account of/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other).toHaveURL(/\/login$/);
  expect(await other.evaluate(() => JSON.stringify(localStorage))).not.toContain("unfinished");
});

test("with the preview off a write runs at once, unless no condition limits it", async ({ page }) => {
  await page.getByRole("switch", { name: "Preview writes" }).click();
  await type(page, "insert into authors (name) values ('Stanisław Lem')");
  await run(page);
  await expect(page.getByText(/^1 row added to authors/)).toBeVisible();
  await type(page, "delete from books");
  await run(page);
  await expect(page.getByText("delete 60 rows from books")).toBeVisible();
  await expect(page.getByText("No condition limits it.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Results appear here.")).toBeVisible();
});

test("a query with parameters is saved, found, published, and its runs are in the history", async ({ page }, {
  project: { name },
}) => {
  const browse = async (tab: string) => {
    if (name === "mobile") await page.getByRole("button", { name: "Browse" }).click();
    await page.getByRole("tab", { name: tab }).click();
  };
  await type(page, "select title from books where price < {{most}} order by 1");
  await expect(page.getByLabel("Type of most")).toHaveValue("numeric");
  await page.getByLabel("Value of most").fill("4");
  await page.getByLabel("Value of most").press("Enter");
  await expect(page.getByText(/^3 rows in /)).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByLabel("Name").fill("Cheap books");
  await page.getByLabel("Folder").fill("Reports");
  await page.getByRole("button", { name: "Save query" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await type(page, "select 1");
  await browse("Saved");
  await expect(page.getByRole("heading", { name: "Reports" })).toBeVisible();
  await page.getByRole("button", { name: "What to do with Cheap books" }).click();
  await page.getByRole("menuitem", { name: "Publish as function" }).click();
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(page.getByText('client.rpc("cheap_books"')).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Cheap books", exact: true }).click();
  await expect(page.getByLabel("Value of most")).toHaveValue("4");
  await browse("History");
  await page.getByLabel("Search your history").fill("from books");
  await page.getByRole("list", { name: "History" }).getByRole("button").first().click();
  await expect(page.locator(".view-lines")).toContainText("order by 1");
  await expect(page.getByLabel("Value of most")).toHaveValue("4");
});

test("a plan marks what takes most, and an index that would help is made by a click", async ({ page }) => {
  await page.getByRole("switch", { name: "Preview writes" }).click();
  await type(page, "insert into books (title, price) select 'More ' || n, n from generate_series(1, 900) n");
  await run(page);
  await expect(page.getByText(/^900 rows added/)).toBeVisible();
  await type(page, "select title from books where bought_on = '2026-03-31' and price < 2");
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByRole("menuitem", { name: "Explain and run" }).click();
  await expect(page.getByText("takes most")).toBeVisible();
  await expect(page.getByText("books(price)")).toBeVisible();
  await page.getByRole("button", { name: "Create index" }).click();
  await expect(page.getByText("It is there")).toBeVisible();
});

test("a name is typed by a click, and dropped where it is dragged to", async ({ page, viewport }) => {
  test.skip((viewport?.width ?? 0) < 1024, "names and text are not seen together");
  await type(page, "select  from ");
  await page.getByRole("button", { name: "Columns of books" }).click();
  await page
    .getByRole("list", { name: "Tables and functions" })
    .getByRole("button", { name: "books", exact: true })
    .click();
  await expect(page.locator(".view-lines")).toHaveText("select  from books");
  const word = await page.locator(".view-line span", { hasText: "from" }).last().boundingBox();
  const column = page.getByRole("list", { name: "Columns of books" }).getByRole("button", { name: /^title/ });
  const text = await page.locator(".view-lines").boundingBox();
  if (word === null || text === null) throw new Error("the text is not there");
  // In front of "from".
  const targetPosition = { x: word.x - text.x, y: word.y - text.y + word.height / 2 };
  await column.dragTo(page.locator(".view-lines"), { targetPosition });
  await expect(page.locator(".view-lines")).toHaveText("select title from books");
  await page.keyboard.press("Control+z");
  await expect(page.locator(".view-lines")).toHaveText("select  from books");
});

test.describe("by keyboard", () => {
  test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "a phone has no Tab key");

  test("the statement at the cursor is run, its rows are walked and copied, the text is formatted", async ({
    page,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await type(page, "select 1 as first;\nselect title, price -- cheapest\nfrom books order by price");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText(/^60 rows in /)).toBeVisible();
    await page.keyboard.press("Shift+Alt+f");
    await expect(page.locator(".view-lines")).toContainText("-- cheapest");
    // The first may close what the editor suggests.
    await expect(async () => {
      await page.keyboard.press("Escape");
      await expect(page.getByRole("button", { name: "Run", exact: true })).toBeFocused({ timeout: 500 });
    }).toPass();
    await grid(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Control+c");
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("Book 02\t2.50");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog").getByText("2.50")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(grid(page)).toBeFocused();
  });

  test("names are completed from aliases", async ({ page }) => {
    await type(page, "select b. from books b");
    for (let step = 0; step < " from books b".length; step++) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Control+Space");
    await expect(page.locator(".suggest-widget")).toContainText("bought_on");
    await page.keyboard.type("bou");
    await page.keyboard.press("Tab");
    await expect(page.locator(".view-lines")).toContainText("b.bought_on from");
  });
});
