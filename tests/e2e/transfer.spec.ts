import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type DemoProject, makeLibrary, signUp } from "./visitor.ts";

let library: DemoProject;

test.beforeEach(async ({ page }) => {
  await signUp(page);
  library = await makeLibrary(page);
});

const customers = [
  "Customer No;Name;ZIP;Since;Balance",
  "1;Ada;01067;31.03.2026;1.234,50",
  "2;Grace;10115;01.04.2026;-3,00",
  "3;;99999;02.04.2026;dear",
].join("\n");

async function choose(page: Page, name: string, content: string) {
  await page
    .locator("input[type=file]")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
  await expect(page.getByRole("heading", { name: new RegExp(name) })).toBeVisible();
}

async function accessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "pixels wider than the screen").toBeLessThanOrEqual(0);
}

test("a file becomes a table, row by row, and the rows that do not fit come back as a file", async ({
  page,
}) => {
  await page.goto(`${library.path}/transfer`);
  await choose(page, "customers.csv", customers);
  await expect(page.getByLabel("Separator")).toHaveValue(";");
  await expect(page.getByLabel("Decimals")).toHaveValue(",");
  await expect(page.getByLabel("Name of the new table")).toHaveValue("customers");
  await expect(page.getByLabel("Type of the column for ZIP")).toHaveValue("text");
  await page.getByLabel("Type of the column for Balance").selectOption("numeric");
  await page.getByLabel("Name of the column for Customer No").fill("number");
  await page.getByRole("checkbox", { name: "Import Name" }).uncheck();
  await page.getByLabel("Rows that cannot be stored").selectOption("skip");
  await accessible(page);
  await page.getByRole("button", { name: "Create table and import" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Imported" })).toContainText("2");
  await expect(page.getByText("Skipped", { exact: true }).locator("..")).toContainText("1");
  await accessible(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "File of skipped rows" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text).toMatch(
    /^row,column,reason,Customer No,Name,ZIP,Since,Balance\r\n4,balance,.*,3,,99999,02\.04\.2026,dear\r\n$/,
  );
  // What became of it is still there after a reload.
  await page.reload();
  await expect(page.getByText("Skipped", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Open customers" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "customers" })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "01067" }).first()).toBeVisible();
});

test("pasted rows go into a table that there is, found by name, and update rows by their key", async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile === true, "once is enough");
  await page.goto(`${library.path}/tables/authors`);
  await page.getByRole("button", { name: "Import and export" }).click();
  await page.getByRole("menuitem", { name: "Import a file…" }).click();
  // By keyboard alone from here.
  await page.getByRole("button", { name: "Paste text" }).press("Enter");
  await page.getByLabel("Pasted text").fill("Name\tborn\nTove Jansson\t1914\nStanisław Lem\t1921");
  await page.getByRole("button", { name: "Continue" }).press("Enter");
  await expect(page.getByLabel("Import into")).toHaveValue("authors");
  await expect(page.getByLabel("Where Name goes")).toHaveValue("name");
  await page.getByLabel("Where born goes").selectOption({ label: "New column “born”" });
  await page.getByRole("button", { name: "Import into authors" }).press("Enter");
  await expect(page.getByText("Inserted", { exact: true }).locator("..")).toContainText("2");
  await page.getByRole("link", { name: "Open authors" }).press("Enter");
  await expect(page.getByRole("gridcell", { name: "Tove Jansson" }).first()).toBeVisible();
});

test("a table and the whole database are downloaded", async ({ page, isMobile }) => {
  test.skip(isMobile === true, "once is enough");
  await page.goto(`${library.path}/tables/books`);
  await page.getByRole("button", { name: "Import and export" }).click();
  const csv = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV", exact: true }).click();
  expect((await csv).suggestedFilename()).toBe("books.csv");
  expect((await readFile(await (await csv).path(), "utf8")).trimEnd().split("\r\n")).toHaveLength(61);
  await page.goto(`${library.path}/transfer`);
  const script = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect(await readFile(await (await script).path(), "utf8")).toContain('CREATE TABLE "books"');
});
