import { expect, test } from "@playwright/test";
import { makeLibrary, signUp } from "./visitor.ts";

test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "a phone has no Tab key");

test.beforeEach(async ({ page }) => {
  await signUp(page);
});

test("a project is made without a mouse", async ({ page }) => {
  await page.goto("/projects");
  await expect(page.getByRole("button", { name: "New project" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "New project" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "New project" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("By keys");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "By keys" })).toBeVisible();
});

test("the grid is one stop of the Tab key, arrows move in it, Space opens a row and Escape comes back", async ({
  page,
}) => {
  const { path } = await makeLibrary(page);
  await page.goto(`${path}/tables/books`);
  const grid = page.getByRole("grid", { name: "Rows of books" });
  const isActive = (text: string) =>
    expect(async () => {
      const id = await grid.getAttribute("aria-activedescendant");
      await expect(page.locator(`[id="${id}"]`)).toHaveText(text, { timeout: 500 });
    }).toPass();
  await expect(grid).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).focus();
  await page.keyboard.press("Tab");
  await expect(grid).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await isActive("Book 02");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await isActive("Book 01");
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog", { name: "Book 01" })).toBeVisible();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page.getByRole("dialog", { name: "Book 02" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(grid).toBeFocused();
});

test("a relation is chosen by typing", async ({ page }) => {
  const { path } = await makeLibrary(page);
  await page.goto(`${path}/tables/books?row=new`);
  const panel = page.getByRole("dialog", { name: "New row" });
  await panel.getByLabel("title").fill("Invisible Cities");
  await panel.getByLabel("author_id").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("calv");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(panel.getByLabel("author_id")).toHaveText("Italo Calvino");
  await page.getByRole("button", { name: "Add row" }).press("Enter");
  await expect(page.getByText("61 rows", { exact: true })).toBeVisible();
});

test("Escape leads out of the SQL editor", async ({ page }) => {
  const { path } = await makeLibrary(page);
  await page.goto(`${path}/sql`);
  await page.locator(".view-lines").click();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("textbox", { name: /^SQL/ })).toBeFocused();
  // The first may close what the editor suggests.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Run" })).toBeFocused({ timeout: 500 });
  }).toPass();
});
