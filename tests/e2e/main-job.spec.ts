import { expect, type Page, test } from "@playwright/test";
import { newEmail, openRow, password } from "./visitor.ts";

const words =
  "Customers have a name, a phone number and an e-mail. Each customer owns bikes with a brand and a model. " +
  "Repairs belong to a bike and have a title, a price and a due date.";

test("the main job: from signing up to an answer in SQL", async ({ page }) => {
  const email = newEmail();
  await test.step("sign up, after a refusal at the field", () => signUpByHand(page, email));

  await test.step("one click makes a project with its database", async () => {
    await page.getByRole("button", { name: "New project" }).click();
    await page.getByLabel("Name").fill("Bike workshop");
    await page.getByRole("button", { name: "Create project" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Bike workshop" })).toBeVisible();
  });

  await test.step("plain words become a proposal, which a click creates", async () => {
    await page.getByLabel("What you need, in your own words").fill(words);
    await page.getByRole("button", { name: "Propose tables" }).click();
    for (const table of ["customers", "bikes", "repairs"]) {
      await expect(page.getByRole("article", { name: `Table ${table}` })).toBeVisible();
    }
    await page.getByRole("button", { name: /^Create \d+ tables$/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Tables" })).toBeVisible();
    await expect(page.getByRole("main").getByRole("link", { name: "repairs" })).toBeVisible();
  });

  await test.step("rows are entered, with errors at their fields", () => enterCustomers(page));

  await test.step("a row is changed, and found by a filter", () => changeAndFilter(page));

  await test.step("SQL is run, and errors are marked", () => runSql(page));

  await test.step("a question becomes SQL, which is run by hand only", async () => {
    await page.getByLabel("Ask a question about your data").fill("How many customers are there?");
    await page.getByRole("button", { name: "Ask" }).click();
    await expect(page.getByText("Look it over, then run it.")).toBeVisible();
    await expect(page.locator(".view-lines")).toContainText(/count/i);
    await page.getByRole("button", { name: "Run" }).click();
    await expect(
      page.getByRole("grid", { name: "Result rows" }).getByRole("gridcell", { name: "2" }),
    ).toBeVisible();
  });

  await test.step("signing out ends it", async () => {
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/login$/);
    await page.goto("/projects");
    await expect(page).toHaveURL(/\/login\?next=%2Fprojects$/);
  });
});

async function signUpByHand(page: Page, email: string) {
  await page.goto("/");
  await page.getByRole("link", { name: "Create your first database" }).click();
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
}

async function enterCustomers(page: Page) {
  await page.getByRole("main").getByRole("link", { name: "customers", exact: true }).click();
  await page.getByRole("button", { name: "Add the first row" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByLabel("name", { exact: false }).first().fill("Grace Hopper");
  await panel.getByLabel("email").fill("not an address");
  await panel.getByRole("button", { name: "Add row" }).click();
  await expect(panel.getByLabel("email")).toHaveAttribute("aria-invalid", "true");
  await expect(panel.getByRole("alert")).toContainText(/e-mail/i);
  await panel.getByLabel("email").fill("grace@example.com");
  await panel.getByRole("button", { name: "Save and add another" }).click();
  await expect(panel.getByLabel("email")).toHaveValue("");
  await panel.getByLabel("name", { exact: false }).first().fill("Alan Turing");
  await panel.getByLabel("email").fill("alan@example.com");
  await panel.getByRole("button", { name: "Add row" }).click();
  await expect(panel).toBeHidden();
  await expect(page.getByText("2 rows", { exact: true })).toBeVisible();
}

async function changeAndFilter(page: Page) {
  await openRow(page, "Alan Turing");
  const panel = page.getByRole("dialog");
  await panel.getByLabel("name", { exact: false }).first().fill("Alan Mathison Turing");
  await panel.getByRole("button", { name: "Save changes" }).click();
  await expect(panel).toBeHidden();
  await page.getByRole("button", { name: "Filter" }).click();
  const filter = page.getByRole("dialog", { name: "Filter" });
  await filter.getByLabel("Column").selectOption("name");
  await filter.getByLabel("Value").fill("mathison");
  await page.getByRole("button", { name: "Show matching rows" }).click();
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "Alan Mathison Turing" })).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByText("2 rows", { exact: true })).toBeVisible();
}

async function runSql(page: Page) {
  await page.getByRole("link", { name: "SQL" }).click();
  const editor = page.getByRole("textbox", { name: /^SQL/ });
  await page.locator(".view-lines").click();
  await expect(editor).toBeFocused();
  await page.keyboard.insertText("select '🚲' as icon, nam from customers");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText('column "nam" does not exist', { exact: true })).toBeVisible();
  await expect(page.locator(".squiggly-error")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText("select name from customers order by name");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("gridcell", { name: "Alan Mathison Turing" })).toBeVisible();
  await expect(page.getByText(/^2 rows in /)).toBeVisible();
}
