/**
 * Takes every page of a running product, in light and dark, at four widths, into `screenshots/`:
 * `npm run screenshots -- [http://localhost:3000]`. With `--readme`: the pictures of the README, at two.
 */
import { mkdirSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "#tests/harness/find-browser.ts";
import { fillWorkshop, type Workshop } from "./screenshots/fill-workshop.ts";

const isReadme = process.argv.includes("--readme");
const url = process.argv.slice(2).find((argument) => argument.startsWith("http")) ?? "http://localhost:3000";
const folder = isReadme ? "docs/screenshots" : "screenshots";
const widths = isReadme ? [1280, 390] : [390, 768, 1280, 1920];

interface Picture {
  readonly name: string;
  readonly path: (workshop: Workshop) => string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** Taken by somebody who is not signed in. */
  readonly isPublic?: boolean;
}

const readmePictures: readonly Picture[] = [
  { name: "landing", path: () => "/", isPublic: true },
  { name: "overview", path: ({ path }) => path },
  { name: "assistant", path: ({ path }) => `${path}/assistant`, prepare: propose },
  { name: "rows", path: ({ path }) => `${path}/tables/repairs?sort=due_at.asc&f=status:neq:done` },
  { name: "row", path: ({ path }) => `${path}/tables/repairs?sort=due_at.asc`, prepare: openRow },
  { name: "sql", path: ({ path }) => `${path}/sql`, prepare: runSql },
];

const ofProject = (name: string, rest = `/${name}`): Picture => ({ name, path: ({ path }) => path + rest });
const ofOrganization = (name: string, rest: string): Picture => ({
  name,
  path: ({ organizationId }) => `/organizations/${organizationId}${rest}`,
});

const otherPictures: readonly Picture[] = [
  { name: "login", path: () => "/login", isPublic: true },
  { name: "signup", path: () => "/signup", isPublic: true },
  { name: "forgot-password", path: () => "/forgot-password", isPublic: true },
  { name: "reset-password", path: () => "/reset-password?token=x", isPublic: true },
  { name: "invite", path: () => "/invite?token=x", isPublic: true },
  { name: "mailbox", path: () => "/mailbox", isPublic: true },
  { name: "not-found", path: () => "/nothing/here", isPublic: true },
  { name: "projects", path: () => "/projects" },
  { name: "new-project", path: () => "/projects?new" },
  { name: "account", path: () => "/account" },
  { name: "security", path: () => "/account/security" },
  { name: "tokens", path: () => "/account/tokens" },
  ofOrganization("members", ""),
  ofOrganization("organization-activity", "/activity"),
  ofOrganization("organization-settings", "/settings"),
  ofProject("tables"),
  ofProject("structure", "/tables/repairs/structure"),
  ofProject("empty-table", "/tables/users"),
  ofProject("builder"),
  ofProject("transfer"),
  ofProject("users"),
  ofProject("users-settings", "/users/settings"),
  ofProject("users-mailbox", "/users/mailbox"),
  ofProject("users-audit", "/users/audit"),
  ofProject("rules"),
  ofProject("api"),
  ofProject("activity"),
  ofProject("settings"),
  { name: "palette", path: ({ path }) => path, prepare: openPalette },
  { name: "shortcuts", path: ({ path }) => path, prepare: (page) => page.keyboard.press("Control+/") },
];

const pictures = isReadme ? readmePictures : [...readmePictures, ...otherPictures];

const { executablePath, env } = await findBrowser();
const browser = await chromium.launch({
  executablePath,
  env: { ...process.env, ...env } as Record<string, string>,
  args: ["--no-sandbox", "--disable-background-networking"],
});
try {
  mkdirSync(folder, { recursive: true });
  const workshop = await fillWorkshop(url);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of widths) await takeAll(browser, workshop, { colorScheme, width });
  }
} finally {
  await browser.close();
}

interface Look {
  readonly colorScheme: "light" | "dark";
  readonly width: number;
}

async function takeAll(browser: Browser, workshop: Workshop, { colorScheme, width }: Look): Promise<void> {
  const viewport = { width, height: width < 768 ? 844 : 800 };
  for (const { name, path, prepare, isPublic } of pictures) {
    const context = await browser.newContext({
      baseURL: url,
      viewport,
      colorScheme,
      reducedMotion: "reduce",
    });
    if (!isPublic) await context.addCookies([{ name: "rowhouse_session", value: workshop.token, url }]);
    const page = await context.newPage();
    await page.goto(path(workshop), { waitUntil: "networkidle" });
    await prepare?.(page);
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png` });
    await context.close();
  }
}

async function propose(page: Page): Promise<void> {
  await page
    .getByLabel("What you need, in your own words")
    .fill(
      "Parts have a name, a price and a stock. Suppliers have a name and a phone number. Each part comes from a supplier. A repair uses many parts.",
    );
  await page.getByRole("button", { name: "Propose tables" }).click();
  await page.getByRole("button", { name: /^(Create|Change) / }).waitFor();
  await page.waitForTimeout(500);
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type("re");
  await page.getByRole("option").first().waitFor();
  await page.waitForTimeout(500);
}

async function openRow(page: Page): Promise<void> {
  await page.getByRole("gridcell", { name: "Full service" }).first().click();
  await page.keyboard.press("Space");
  await page.getByRole("dialog").waitFor();
  await page.waitForLoadState("networkidle");
}

async function runSql(page: Page): Promise<void> {
  await page.locator(".view-lines").click();
  await page.keyboard.insertText(
    [
      "select c.name, count(*) as repairs, sum(r.price) as total",
      "from customers c",
      "join bikes b on b.customer_id = c.id",
      "join repairs r on r.bike_id = b.id",
      "group by c.name",
      "order by total desc nulls last;",
    ].join("\n"),
  );
  await page.keyboard.press("Control+Enter");
  await page.getByText(/rows in /).waitFor();
}
