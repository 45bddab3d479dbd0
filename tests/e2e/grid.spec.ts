import { expect, type Page, test } from "@playwright/test";
import { type DemoProject, makeLibrary, signUp } from "./visitor.ts";

test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "on a phone rows are edited in the panel");
test.use({ permissions: ["clipboard-read", "clipboard-write"] });

let library: DemoProject;

test.beforeEach(async ({ page }) => {
  await signUp(page);
  library = await makeLibrary(page);
});

const grid = (page: Page) => page.getByRole("grid", { name: "Rows of books" });
const cell = (page: Page, name: string) => page.getByRole("gridcell", { name, exact: true });

/** The active cell. */
async function active(page: Page) {
  return page.locator(`[id="${await grid(page).getAttribute("aria-activedescendant")}"]`);
}

test("cells are edited by keyboard: typed over, chosen, refused with a reason, undone and done again", async ({
  page,
}) => {
  await page.goto(`${library.path}/tables/books`);
  await cell(page, "Book 01").click();
  await page.keyboard.type("Solaris");
  await page.keyboard.press("Tab");
  await expect(cell(page, "Solaris")).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type("calv");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await expect(async () => {
    await expect(await active(page)).toHaveText("Italo Calvino", { timeout: 500 });
  }).toPass();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("dear");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: "must be a number" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await expect(cell(page, "Book 01")).toBeVisible();
  await page.keyboard.press("Control+Shift+z");
  await expect(cell(page, "Solaris")).toBeVisible();
  await page.reload();
  await expect(cell(page, "Solaris")).toBeVisible();
});

test("ranges are copied, pasted, filled and cleared; what does not fit is marked and the rest is stored", async ({
  page,
}) => {
  await page.goto(`${library.path}/tables/books`);
  await cell(page, "Book 01").click();
  await cell(page, "Book 02").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+c");
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe("Book 01\tUrsula Le Guin\nBook 02\tItalo Calvino");
  await cell(page, "Book 05").click();
  await page.keyboard.press("Control+v");
  await expect(cell(page, "Book 01")).toHaveCount(2);

  // From a spreadsheet: names of rows, numbers as people write them, and one that is none.
  await page.evaluate(() =>
    navigator.clipboard.writeText("Stoner\tItalo Calvino\tLENT\t$1,234.50\nEmma\tNobody\there\tmuch"),
  );
  await cell(page, "Book 08").click();
  await page.keyboard.press("Control+v");
  await expect(cell(page, "1234.50")).toBeVisible();
  await expect(cell(page, "Emma")).toBeVisible();
  await expect(page.getByText("2 cells do not fit their columns")).toBeVisible();
  await expect(page.getByText("2 cells were not stored")).toBeVisible();

  await cell(page, "Stoner").click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+d");
  await expect(cell(page, "Stoner")).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(cell(page, "Stoner")).toHaveCount(1);
});

test("a view is narrowed, grouped, saved for everyone, and found again in a tab", async ({ page }) => {
  await page.goto(`${library.path}/tables/books`);
  await page.getByRole("button", { name: "Menu of status" }).click();
  await page.getByRole("menuitem", { name: "Group by this column" }).click();
  await expect(page.getByRole("gridcell", { name: "status here 40" })).toBeVisible();
  await page.getByRole("gridcell", { name: "status here 40" }).click();
  await expect(cell(page, "Book 02")).toBeHidden();
  await page.getByRole("button", { name: "Menu of title" }).click();
  await page.getByRole("menuitem", { name: "Freeze at the left" }).click();
  await page.getByRole("button", { name: "Save as view" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("By status");
  await page.getByRole("dialog").getByRole("checkbox").check();
  await page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
  const tab = page
    .getByRole("navigation", { name: "Saved views" })
    .getByRole("button", { name: "Shared By status", exact: true });
  await expect(page).toHaveURL(/view=/);
  await page.getByRole("button", { name: "All rows" }).click();
  await expect(page.getByText("60 rows", { exact: true })).toBeVisible();
  await tab.click();
  await expect(page.getByRole("gridcell", { name: "status here 40" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("gridcell", { name: "status here 40" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Reset" })).toBeHidden();
});

test("rows that are pasted behind the last one are added, and undone together", async ({ page }) => {
  await page.goto(`${library.path}/tables/authors?sort=name.asc`);
  await page.evaluate(() => navigator.clipboard.writeText("Ursula K.\nVirginia Woolf\nWole Soyinka"));
  await cell(page, "Ursula Le Guin").click();
  await page.keyboard.press("Control+v");
  await expect(page.getByText("2 rows added", { exact: true }).first()).toBeVisible();
  await expect(cell(page, "Wole Soyinka")).toBeVisible();
  await expect(cell(page, "Ursula K.")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(cell(page, "Wole Soyinka")).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(cell(page, "Ursula Le Guin")).toBeVisible();
});

test("rows are added at the end, deleted together, and brought back", async ({ page }) => {
  await page.goto(`${library.path}/tables/books`);
  await cell(page, "Book 01").click();
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.type("Momo");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByText("61 rows", { exact: true })).toBeVisible();
  await expect(cell(page, "Momo")).toBeVisible();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+Space");
  await page.getByRole("button", { name: "Delete rows" }).click();
  await expect(page.getByText("59 rows", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("61 rows", { exact: true })).toBeVisible();
  await expect(cell(page, "Book 01")).toBeVisible();
});

test("a dropped column comes back from its message with its values", async ({ page }) => {
  await page.goto(`${library.path}/tables/books`);
  await page.getByRole("button", { name: "Menu of price" }).click();
  await page.getByRole("menuitem", { name: "Drop column" }).click();
  await expect(page.getByRole("columnheader", { name: /price/ })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(cell(page, "1.50")).toBeVisible();
});
