import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type DemoProject, makeLibrary, signUp } from "./visitor.ts";

interface PageCase {
  readonly name: string;
  readonly path: (project: DemoProject) => string;
  /** What shows that the page is there, not only its frame. */
  readonly isReady: (page: Page) => Promise<void>;
}

const heading = (name: string) => (page: Page) =>
  expect(page.getByRole("heading", { name, exact: true }).first()).toBeVisible();

const seen = (text: string) => (page: Page) => expect(page.getByText(text).first()).toBeVisible();

const pages: readonly PageCase[] = [
  {
    name: "projects",
    path: () => "/projects",
    isReady: (page) => expect(page.getByText("Library")).toBeVisible(),
  },
  {
    name: "overview",
    path: ({ path }) => path,
    isReady: (page) => expect(page.getByText("Service key")).toBeVisible(),
  },
  { name: "assistant", path: ({ path }) => `${path}/assistant`, isReady: heading("Describe what you need") },
  {
    name: "tables",
    path: ({ path }) => `${path}/tables`,
    isReady: (page) => expect(page.getByRole("main").getByRole("link", { name: "books" })).toBeVisible(),
  },
  {
    name: "rows",
    path: ({ path }) => `${path}/tables/books?sort=price.desc&f=status:eq:here`,
    isReady: (page) => expect(page.getByRole("gridcell", { name: "Book 60" })).toBeVisible(),
  },
  {
    name: "a new row",
    path: ({ path }) => `${path}/tables/books?row=new`,
    isReady: (page) => expect(page.getByRole("dialog", { name: "New row" })).toBeVisible(),
  },
  {
    name: "an empty table",
    path: ({ path }) => `${path}/tables/users`,
    isReady: heading("No rows in users yet"),
  },
  { name: "structure", path: ({ path }) => `${path}/tables/books/structure`, isReady: heading("Columns") },
  {
    name: "builder",
    path: ({ path }) => `${path}/builder`,
    isReady: (page) => expect(page.getByRole("group", { name: /^Table books/ })).toBeVisible(),
  },
  {
    name: "SQL",
    path: ({ path }) => `${path}/sql`,
    isReady: (page) => expect(page.locator(".view-lines")).toBeVisible(),
  },
  {
    name: "import-and-export",
    path: ({ path }) => `${path}/transfer`,
    isReady: heading("Export the database"),
  },
  { name: "users", path: ({ path }) => `${path}/users`, isReady: heading("No users yet") },
  { name: "rules", path: ({ path }) => `${path}/rules`, isReady: heading("Test bench") },
  {
    name: "rules of a table",
    path: ({ path }) => `${path}/rules?table=books`,
    isReady: (page) => expect(page.getByRole("button", { name: "Write a rule" })).toBeVisible(),
  },
  {
    name: "API",
    path: ({ path }) => `${path}/api`,
    isReady: (page) => expect(page.getByText("npm install @supabase/supabase-js")).toBeVisible(),
  },
  { name: "keys", path: ({ path }) => `${path}/api?tab=keys`, isReady: heading("Signing keys") },
  { name: "types", path: ({ path }) => `${path}/api?tab=types`, isReady: seen("export type Database") },
  { name: "docs", path: ({ path }) => `${path}/api?tab=docs`, isReady: heading("books") },
  {
    name: "users-settings",
    path: ({ path }) => `${path}/users/settings`,
    isReady: heading("Ways to sign in"),
  },
  { name: "users-mailbox", path: ({ path }) => `${path}/users/mailbox`, isReady: heading("No messages yet") },
  {
    name: "users-events",
    path: ({ path }) => `${path}/users/audit`,
    isReady: (page) => expect(page.getByLabel("Show")).toBeVisible(),
  },
  {
    name: "settings",
    path: ({ path }) => `${path}/settings`,
    isReady: (page) => expect(page.getByText("Service key")).toBeVisible(),
  },
  { name: "activity", path: ({ path }) => `${path}/activity`, isReady: seen("created the table authors") },
  {
    name: "members",
    path: ({ organizationId }) => `/organizations/${organizationId}`,
    isReady: (page) => expect(page.getByLabel("Role of Ada")).toBeVisible(),
  },
  {
    name: "an organization's activity",
    path: ({ organizationId }) => `/organizations/${organizationId}/activity`,
    isReady: seen("made the project Library"),
  },
  {
    name: "an organization's settings",
    path: ({ organizationId }) => `/organizations/${organizationId}/settings`,
    isReady: heading("Roles"),
  },
  { name: "account", path: () => "/account", isReady: heading("Appearance") },
  { name: "signing in", path: () => "/account/security", isReady: seen("This one") },
  { name: "tokens", path: () => "/account/tokens", isReady: heading("No tokens yet") },
];

const publicPages = [
  "/",
  "/login",
  "/signup",
  "/forgot-password",
  "/reset-password?token=x",
  "/confirm-email?token=x",
  "/invite?token=x",
  "/mailbox",
  "/nothing/here",
];

test("every page fits its screen and breaks no rule of WCAG AA that a machine can check, light or dark", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  await signUp(page);
  const project = await makeLibrary(page);
  for (const { name, path, isReady } of pages) {
    await test.step(name, async () => {
      await page.goto(path(project));
      await isReady(page);
      await check(page);
    });
  }
  expect(failures, "errors of scripts").toEqual([]);
});

test("so do the pages before signing in", async ({ page }) => {
  for (const path of publicPages) {
    await page.goto(path);
    await check(page);
  }
});

/** Dark and light are one page whose colours follow the system: it is looked at in both, and loaded once. */
async function check(page: Page) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkOnce(page);
  }
}

async function checkOnce(page: Page) {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "pixels wider than the screen").toBeLessThanOrEqual(0);
  const cutTabs = await page.locator("nav a[aria-current=page]").evaluateAll((links) =>
    links.flatMap((link) => {
      const list = link.closest("nav")?.getBoundingClientRect();
      const { left, right } = link.getBoundingClientRect();
      const isShown = right === left || list === undefined;
      return isShown || (left >= list.left - 1 && right <= list.right + 1) ? [] : [link.textContent];
    }),
  );
  expect(cutTabs, "current tabs that are cut off").toEqual([]);
  // Monaco is not ours to mend.
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .exclude(".monaco-editor")
    .analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    at: nodes.map((node) => `${node.target} ${node.failureSummary}`),
  }));
  expect(found).toEqual([]);
}
