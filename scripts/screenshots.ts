/**
 * Makes the pictures of the README: `node scripts/screenshots.ts [http://localhost:3000]`.
 * Signs up on a running product, fills a project, and takes each page in light and dark, wide and narrow.
 */
import { mkdirSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { findBrowser } from "#tests/harness/find-browser.ts";
import { fillWorkshop, type Workshop } from "./screenshots/fill-workshop.ts";

const url = process.argv[2] ?? "http://localhost:3000";
const folder = "docs/screenshots";

interface Picture {
  readonly name: string;
  readonly path: (workshop: Workshop) => string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** Taken by somebody who is not signed in. */
  readonly isPublic?: boolean;
}

const pictures: readonly Picture[] = [
  { name: "landing", path: () => "/", isPublic: true },
  { name: "overview", path: ({ path }) => path },
  { name: "assistant", path: ({ path }) => `${path}/assistant`, prepare: propose },
  { name: "rows", path: ({ path }) => `${path}/tables/repairs?sort=due_at.asc&f=status:neq:done` },
  { name: "row", path: ({ path }) => `${path}/tables/repairs?sort=due_at.asc`, prepare: openRow },
  { name: "sql", path: ({ path }) => `${path}/sql`, prepare: runSql },
];

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
    for (const width of [1280, 390]) await takeAll(browser, workshop, { colorScheme, width });
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

async function openRow(page: Page): Promise<void> {
  await page.getByRole("gridcell", { name: "Full service" }).first().click();
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
