import { expect, type Page, test } from "@playwright/test";
import { newEmail, password, signUp } from "./visitor.ts";

test("somebody new is invited by a link, joins, gets another role and is removed", async ({
  page,
  browser,
}) => {
  await signUp(page);
  await page.goto("/projects");
  await page.getByRole("button", { name: /Organization/ }).click();
  await page.getByRole("menuitem", { name: "New organization…" }).click();
  await page.getByLabel("Name").fill("Workshop");
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Workshop" })).toBeVisible();
  const link = await invite(page);

  const guest = await browser.newPage();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Join Workshop" })).toBeVisible();
  await guest.getByRole("link", { name: "Create an account and join" }).click();
  const email = newEmail();
  await guest.getByLabel("Name").fill("Kim");
  await guest.getByLabel("E-mail").fill(email);
  await guest.getByLabel("Password").fill(password);
  await guest.getByRole("button", { name: "Create account" }).click();
  await expect(guest.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  await guest.getByRole("button", { name: /Organization/ }).click();
  await guest.getByRole("menuitem", { name: "Workshop" }).click();
  await expect(guest.getByText("An admin of this organization makes the first.")).toBeVisible();

  await page.reload();
  await page.getByLabel("Role of Kim").selectOption("admin");
  await expect(page.getByText("Kim is now admin")).toBeVisible();
  await page.getByRole("button", { name: "Remove Kim" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByLabel("Role of Kim")).toBeHidden();
  await page.getByRole("link", { name: "Activity" }).click();
  await expect(page.getByText("removed Kim, who was admin")).toBeVisible();
  await expect(page.getByText("joined as editor")).toBeVisible();
  await guest.reload();
  await expect(guest.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This invitation is not good any more" })).toBeVisible();
  await guest.close();
});

async function invite(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  const link = await page.getByRole("dialog").locator("code").textContent();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Whoever has the link", { exact: true })).toBeVisible();
  return link ?? "";
}

test("a forgotten password is replaced through the mailbox of this machine", async ({ page, context }) => {
  const email = await signUp(page);
  await context.clearCookies();
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await expect(page.getByRole("heading", { name: "Forgot your password?" })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await page.getByRole("link", { name: "open its mailbox" }).click();
  const message = page.getByRole("listitem").filter({ hasText: email });
  await message.getByRole("link", { name: "Follow the link" }).click();
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("New password").fill("another horse battery");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("another horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Projects" })).toBeVisible();
});

test("the colours that somebody chose stay, from the first paint on", async ({ page }) => {
  await signUp(page);
  await page.goto("/account");
  await page.getByText("Dark", { exact: true }).click();
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await expect.poll(background).toBe("rgb(16, 20, 19)");
  const response = await page.goto("/projects");
  expect(await response?.text()).toContain('data-theme="dark"');
  expect(await background()).toBe("rgb(16, 20, 19)");
});

test("a token is made, shown once and revoked", async ({ page }) => {
  await signUp(page);
  await page.goto("/account/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  await page.getByLabel("Name").fill("nightly");
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.locator("code")).toHaveText(/^rh_pat_/);
  await page.reload();
  await expect(page.getByRole("listitem").filter({ hasText: "nightly" })).toBeVisible();
  await expect(page.locator("code")).toBeHidden();
  await page.getByRole("button", { name: "Revoke nightly" }).click();
  await expect(page.getByRole("heading", { name: "No tokens yet" })).toBeVisible();
});
