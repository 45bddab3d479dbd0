import { expect, test } from "@playwright/test";
import { makeLibrary, signUp } from "./visitor.ts";

// The narrow screen has its own look in every-page.spec.ts, and the main job is done on it too.
test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "once is enough");

test("a proposal is refined, and a schema that moved on is told in words", async ({ page }) => {
  await signUp(page);
  const { path, databaseId } = await makeLibrary(page);
  await page.goto(`${path}/assistant`);
  await page.getByLabel("What you need, in your own words").fill("Shelves have a label and a room.");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("article", { name: "Table shelves" })).toBeVisible();
  await page.getByLabel("What should be different?").fill("Shelves also have a height.");
  await page.getByRole("button", { name: "Refine" }).click();
  await expect(page.getByRole("list", { name: "What you asked for" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("article", { name: "Table shelves" })).toContainText("height");

  const changes = [{ kind: "describe_table", table: "books", description: "Changed elsewhere." }];
  await page.request.post(`/api/database/${databaseId}/schema/apply`, {
    data: { changes },
    headers: { Origin: new URL(page.url()).origin },
  });
  await page.getByRole("button", { name: "Create 1 table" }).click();
  await expect(page.getByText("The tables changed while you were here.")).toBeVisible();
  await page.getByRole("button", { name: "Load the newer tables" }).click();
  await page.getByRole("button", { name: "Create 1 table" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tables" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "shelves" })).toBeVisible();
});

test("words that say nothing get a question or a reason, not an error page", async ({ page }) => {
  await signUp(page);
  const { path } = await makeLibrary(page);
  await page.goto(`${path}/assistant`);
  await page.getByLabel("What you need, in your own words").fill("asdf qwer 🙃");
  await page.getByRole("button", { name: "Propose tables" }).click();
  const answer = page
    .getByRole("main")
    .getByRole("alert")
    .or(page.getByRole("button", { name: "Start over" }));
  await expect(answer.first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Create/ })).toBeHidden();
});
