import { expect, test } from "@playwright/test";
import { makeLibrary, signUp } from "./visitor.ts";

// The narrow screen has its own look in every-page.spec.ts, and the main job is done on it too.
test.skip(({ viewport }) => (viewport?.width ?? 0) < 768, "once is enough");

test("a proposal is refined, and a schema that moved on is told in words", async ({ page }) => {
  await signUp(page);
  const { path, databaseId } = await makeLibrary(page);
  await page.goto(`${path}/assistant`);
  await page.getByLabel("What you need, in your own words").fill("Shelves have a label and a room.");
  await page.getByRole("button", { name: "Propose tables" }).click();
  await expect(page.getByRole("article", { name: "Table shelves" })).toBeVisible();
  await page.getByLabel("What should be different?").fill("Shelves also have a height.");
  await page.getByRole("button", { name: "Refine" }).click();
  await expect(page.getByRole("list", { name: "What you asked for" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByLabel("Name of shelves.height")).toBeVisible();

  const changes = [{ kind: "describe_table", table: "books", description: "Changed elsewhere." }];
  await page.request.post(`/api/database/${databaseId}/schema/apply`, {
    data: { changes },
    headers: { Origin: new URL(page.url()).origin },
  });
  await page.getByRole("button", { name: "Create 1 table" }).click();
  await expect(page.getByText("The tables changed while you were here.")).toBeVisible();
  await page.getByRole("button", { name: "Load the newer tables" }).click();
  await page.getByRole("button", { name: "Create 1 table" }).click();
  await expect(page.getByText(/changes? applied/)).toBeVisible();
  await page.goto(`${path}/tables`);
  await expect(page.getByRole("main").getByRole("link", { name: "shelves" })).toBeVisible();
});

test("a proposal is edited, chosen from and taken back without a word being typed", async ({ page }) => {
  await signUp(page);
  const { path } = await makeLibrary(page);
  await page.goto(`${path}/assistant`);
  const field = page.getByLabel("What you need, in your own words");
  await field.fill("A blog with posts, authors, comments and tags.");
  await page.getByRole("button", { name: "Propose tables" }).click();
  const posts = page.getByRole("article", { name: "Table posts" });
  await expect(posts).toBeVisible();

  await page.getByLabel("Name of posts.title").fill("headline");
  await page.keyboard.press("Enter");
  await expect(posts.getByLabel("Name of posts.headline")).toBeVisible();
  await posts.getByRole("button", { name: "posts.headline is unique" }).click();
  await posts.getByLabel("Type of posts.body").selectOption({ label: "Long text" });
  await page.getByRole("button", { name: /^Yes: Can a post have several/ }).click();
  await expect(page.getByRole("article", { name: "Table post_authors" })).toBeVisible();
  await expect(posts.getByRole("button", { name: "posts.headline is unique" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );

  await page.getByRole("tab", { name: "Changes" }).click();
  const tags = page.getByRole("checkbox", { name: "Create the table tags" });
  await tags.uncheck();
  await expect(page.getByText(/Cannot be made without what is left out/)).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(tags).toBeChecked();
  await tags.uncheck();
  await page.reload();
  await page.getByRole("tab", { name: "Changes" }).click();
  await expect(tags).not.toBeChecked();

  await page.getByRole("button", { name: /^Create \d tables/ }).click();
  await expect(page.getByText(/changes applied/)).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("Applied, then taken back")).toBeVisible();
  await page.goto(`${path}/tables`);
  await expect(page.getByRole("main").getByRole("link", { name: "books" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "posts" })).toBeHidden();
});

test("a change that would hide values of rows says how many before it is made", async ({ page }) => {
  await signUp(page);
  const { path } = await makeLibrary(page);
  await page.goto(`${path}/assistant`);
  await page.getByLabel("What you need, in your own words").fill("Remove the price from books.");
  await page.getByRole("button", { name: "Propose tables" }).click();
  await page.getByRole("tab", { name: "Changes" }).click();
  await expect(page.getByText(/values of "price" in 60 rows/)).toBeVisible();
  await expect(page.getByText("1 change is about rows that exist")).toBeVisible();
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
