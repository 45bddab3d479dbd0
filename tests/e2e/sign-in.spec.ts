import { expect, test } from "@playwright/test";
import { password, signUp } from "./visitor.ts";

test("signing in leads to the page that was asked for", async ({ page, context }) => {
  const email = await signUp(page);
  await context.clearCookies();
  await page.goto("/projects?from=mail");
  await expect(page).toHaveURL(/\/login\?next=%2Fprojects%3Ffrom%3Dmail$/);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/projects\?from=mail$/);
});

test("a wrong password and an unknown address get the same words", async ({ page, context }) => {
  const email = await signUp(page);
  await context.clearCookies();
  const refusals: (string | null)[] = [];
  for (const address of [email, `nobody.${email}`]) {
    await page.goto("/login");
    await page.getByLabel("E-mail").fill(address);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
    refusals.push(await page.getByRole("main").getByRole("alert").textContent());
  }
  expect(refusals[0]).toBe(refusals[1]);
});

test("nobody is sent to another site", async ({ page }) => {
  await signUp(page);
  await page.goto("/login?next=//evil.example/x");
  await expect(page).toHaveURL(/localhost:\d+\/projects$/);
});

test("a session that has ended leads back to the sign-in page, and on from there", async ({
  page,
  context,
}) => {
  await signUp(page);
  await page.goto("/projects");
  // A page that is still open would notice by itself, and its way to the sign-in page would cross ours.
  await page.goto("about:blank");
  const cookies = await context.cookies();
  await context.addCookies(
    cookies.map((cookie) => ({ ...cookie, value: `${cookie.value.slice(0, -6)}abcdef` })),
  );
  await page.goto("/projects");
  await expect(page).toHaveURL(/\/login\?next=%2Fprojects$/);
});

test("every page names its scripts by a nonce and lets nobody frame it", async ({ page }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text());
  });
  for (const path of ["/", "/login", "/nothing/here"]) {
    const response = await page.goto(path);
    const policy = (await response?.headerValue("content-security-policy")) ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    const nonces = await page
      .locator("script")
      .evaluateAll((scripts) => scripts.map((script) => script.nonce));
    expect(nonces.length).toBeGreaterThan(0);
    expect(nonces.every((nonce) => nonce !== "" && policy.includes(`'nonce-${nonce}'`))).toBe(true);
  }
  expect(violations).toEqual([]);
});
