import { expect, type Page, test } from "@playwright/test";
import { makeLibrary, password, signUp } from "./visitor.ts";

/** Opens a page whose scripts have not arrived. @returns lets them arrive. */
async function openWithoutScripts(page: Page, path: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await promise;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  return resolve;
}

test("who signs in before the page's scripts have arrived is signed in", async ({ page, context }) => {
  const email = await signUp(page);
  await context.clearCookies();
  const arrive = await openWithoutScripts(page, "/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  arrive();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
});

test("a file, a text and a press from before the page's scripts count as if done after", async ({ page }) => {
  await signUp(page);
  const { path } = await makeLibrary(page);

  await test.step("a file", async () => {
    const arrive = await openWithoutScripts(page, `${path}/transfer`);
    const file = { name: "early.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n1,2") };
    await page.locator("input[type=file]").setInputFiles(file);
    arrive();
    await expect(page.getByRole("heading", { name: /early\.csv/ })).toBeVisible();
  });

  await test.step("a text, in a field that React holds the value of", async () => {
    const arrive = await openWithoutScripts(page, `${path}/sql`);
    await page.getByLabel("Ask a question about your data").fill("How many books are there?");
    arrive();
    await expect(page.getByRole("button", { name: "Ask" })).toBeEnabled();
    await expect(page.getByLabel("Ask a question about your data")).toHaveValue("How many books are there?");
    await page.getByRole("button", { name: "Ask" }).click();
    await expect(page.getByText("Look it over, then run it.")).toBeVisible();
  });

  await test.step("a press, of a button and of a menu", async () => {
    for (const [button, opened] of [
      ["Explain", page.getByRole("menuitem", { name: "Explain the statement" })],
      ["Paste text", page.getByLabel("Pasted text")],
    ] as const) {
      const arrive = await openWithoutScripts(page, `${path}/${button === "Explain" ? "sql" : "transfer"}`);
      await page.getByRole("button", { name: button }).click();
      arrive();
      await expect(opened).toBeVisible();
    }
  });
});
