import { expect, test } from "@playwright/test";
import { makeLibrary, signUp } from "./visitor.ts";

test("from a new account to rows with a template", async ({ page }) => {
  await signUp(page);
  await page.goto("/projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name").fill("Sales");
  await page.getByLabel("Begin with").selectOption({ label: "Customers and sales" });
  await page.getByRole("button", { name: "Create project" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Sales" })).toBeVisible();
  await expect(page.getByText("made the project Sales")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "companies", exact: true }).click();
  await expect(page.getByText("Northlight Energy").first()).toBeVisible();
});

test.describe("by keys", () => {
  test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "a phone has no such keys");

  test("the palette opens, and leads to a table, a row and an action", async ({ page }) => {
    await signUp(page);
    const { path } = await makeLibrary(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Recent activity" })).toBeVisible();
    const box = page.getByRole("combobox", { name: /^Search tables/ });
    await page.keyboard.press("Control+k");
    await expect(box).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(box).toBeHidden();
    // Typed on at once: nothing of it is lost, or goes elsewhere.
    await page.keyboard.press("Control+k");
    await page.keyboard.type("books");
    await expect(box).toHaveValue("books");
    await expect(page.getByRole("option", { selected: true })).toHaveText(/^books/);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/tables\/books$/);
    await page.keyboard.press("Control+k");
    await expect(box).toBeFocused();
    await page.keyboard.type("italo");
    await expect(page.getByRole("option", { name: /Italo Calvino/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Italo Calvino" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.keyboard.press("Control+k");
    await expect(box).toBeFocused();
    await page.keyboard.type("new row in auth");
    await expect(page.getByRole("option", { selected: true })).toHaveText(/authors/);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "New row" })).toBeVisible();
  });

  test("letters after one another lead to pages, and all of them are listed", async ({ page }) => {
    await signUp(page);
    const { path } = await makeLibrary(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Recent activity" })).toBeVisible();
    await page.keyboard.press("Control+/");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("G then T");
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await expect(page).toHaveURL(path);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await expect(page).toHaveURL(/\/tables$/);
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  });
});
