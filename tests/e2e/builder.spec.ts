import { expect, type Locator, type Page, test } from "@playwright/test";
import type { Change } from "#lib/catalog/types.ts";
import { type DemoProject, makeLibrary, signUp } from "./visitor.ts";

const isPhone = ({ viewport }: { readonly viewport: { readonly width: number } | null }) =>
  (viewport?.width ?? 0) < 768;

async function openBuilder(page: Page): Promise<DemoProject> {
  await signUp(page);
  const project = await makeLibrary(page);
  await page.goto(`${project.path}/builder`);
  await expect(card(page, "books")).toBeVisible();
  return project;
}

function card(page: Page, table: string): Locator {
  return page.getByRole("group", { name: new RegExp(`^Table ${table},`) });
}

function name(page: Page, table: string, column: string): Locator {
  return card(page, table).getByRole("button", { name: new RegExp(`^${column}\\b`) });
}

async function columnsOf(page: Page, { databaseId }: DemoProject, table: string): Promise<readonly string[]> {
  const response = await page.request.get(`/api/database/${databaseId}/tables`);
  const { items } = (await response.json()) as {
    items: readonly { table_name: string; schema: { columns: readonly { name: string }[] } }[];
  };
  return (
    items.find(({ table_name }) => table_name === table)?.schema.columns.map((column) => column.name) ?? []
  );
}

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (start === null || end === null) throw new Error("nothing to drag");
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + start.width / 2 + 12, start.y + start.height / 2 + 6, { steps: 3 });
  await page.mouse.move(end.x + Math.min(60, end.width / 2), end.y + end.height / 2, { steps: 8 });
  await page.mouse.up();
}

/** Waits until something stands where it will stay: the canvas goes to what was chosen. */
async function settled(locator: Locator): Promise<void> {
  let before: string | undefined;
  await expect(async () => {
    const now = JSON.stringify(await locator.boundingBox());
    const last = before;
    before = now;
    expect(now).toBe(last);
  }).toPass({ intervals: [150] });
}

async function applyAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: / · review$/ }).click();
  await page.getByRole("button", { name: /^Apply \d/ }).click();
  await expect(page.getByText(/changes? applied$/)).toBeVisible();
}

test.describe("with a mouse", () => {
  test.skip(isPhone, "a phone has none");

  test("types are dragged onto a table, columns put in order and renamed, and all of it is applied together", async ({
    page,
  }) => {
    const project = await openBuilder(page);
    await page
      .getByRole("button", { name: /^authors/ })
      .first()
      .click();
    await expect(page.getByRole("complementary", { name: "Table authors" })).toBeVisible();
    await settled(card(page, "authors"));
    await drag(page, page.getByRole("button", { name: "Date", exact: true }), name(page, "authors", "name"));
    await expect(name(page, "authors", "day")).toBeVisible();
    await drag(page, page.getByRole("button", { name: "Move authors.day" }), name(page, "authors", "id"));
    await name(page, "authors", "day").dblclick();
    await page.getByLabel("Name of the column authors.day").fill("born_on");
    await page.keyboard.press("Enter");
    await expect(name(page, "authors", "born_on")).toBeVisible();
    await expect(page.getByRole("button", { name: "2 changes · review" })).toBeVisible();

    await page.reload();
    await expect(page.getByRole("button", { name: "2 changes · review" })).toBeVisible();
    expect(await columnsOf(page, project, "authors")).not.toContain("born_on");

    await applyAll(page);
    await expect(page.getByRole("button", { name: "No changes" })).toBeVisible();
    expect((await columnsOf(page, project, "authors")).slice(0, 2)).toEqual(["born_on", "id"]);
  });

  test("tables are joined many to many by one line, undone and redone", async ({ page }) => {
    const project = await openBuilder(page);
    await page.getByRole("button", { name: "Show all tables" }).click();
    await card(page, "users").hover({ position: { x: 60, y: 60 } });
    await drag(
      page,
      card(page, "users").getByTitle("Draw a relation from users", { exact: true }),
      card(page, "books"),
    );
    const dialog = page.getByRole("dialog", { name: "New relation" });
    await dialog.getByRole("radio", { name: /Many users belong to many books/ }).check();
    await dialog.getByRole("button", { name: "Join them" }).click();
    await expect(card(page, "users_books")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(card(page, "users_books")).toBeHidden();
    await page.getByRole("button", { name: "Redo" }).click();
    await applyAll(page);
    expect(await columnsOf(page, project, "users_books")).toEqual(
      expect.arrayContaining(["user_id", "book_id"]),
    );
  });

  test("cards stay where they were put", async ({ page }) => {
    await openBuilder(page);
    const before = await card(page, "users").boundingBox();
    await card(page, "users").focus();
    await page.keyboard.press("Enter");
    const saved = page.waitForResponse(
      (response) => response.url().endsWith("/schema/apply") && response.ok(),
    );
    for (let step = 0; step < 6; step++) await page.keyboard.press("Shift+ArrowDown");
    await expect(page.getByRole("button", { name: "No changes" })).toBeVisible();
    await saved;
    await page.reload();
    await expect(card(page, "users")).toBeVisible();
    expect(before).not.toBeNull();
    // What was moved after the first answer is stored by itself, too.
    await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
  });
});

test.describe("without a mouse", () => {
  test.skip(isPhone, "a phone has no Tab key");

  test("a table is found, a type carried onto it, its columns put in order, and everything applied", async ({
    page,
  }) => {
    const project = await openBuilder(page);
    await page.getByLabel("Find a table or column").focus();
    await page.keyboard.type("authors");
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Table authors" });
    await expect(panel).toBeVisible();
    await settled(card(page, "authors"));

    await page.getByRole("button", { name: "Yes or no" }).focus();
    await page.keyboard.press("Space");
    await expect(page.getByText(/Yes or no is over /)).toBeAttached();
    await expect(async () => {
      await page.keyboard.press("ArrowRight");
      await expect(page.getByText(/Yes or no is over authors/)).toBeAttached({ timeout: 500 });
    }).toPass();
    await page.keyboard.press("Space");
    await expect(panel.getByRole("button", { name: /^Yes or no is_active/ })).toBeVisible();

    await panel.getByRole("button", { name: "Move is_active" }).focus();
    await page.keyboard.press("Space");
    await expect(async () => {
      await page.keyboard.press("ArrowUp");
      await expect(page.getByText(/^is_active is over (?!is_active)/)).toBeAttached({
        timeout: 500,
      });
    }).toPass();
    await page.keyboard.press("Space");

    await panel.getByRole("button", { name: /^Text name/ }).focus();
    await page.keyboard.press("Enter");
    await panel.getByLabel("Unique").focus();
    await page.keyboard.press("Space");
    await panel.getByLabel("Name", { exact: true }).focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("full_name");
    await page.keyboard.press("Enter");
    await expect(panel.getByRole("button", { name: /^Text full_name/ })).toBeVisible();

    await page.getByRole("button", { name: / · review$/ }).focus();
    await page.keyboard.press("Enter");
    const review = page.getByRole("dialog", { name: /^Review/ });
    await expect(review.getByText("Rename the column authors.name to full_name")).toBeVisible();
    await expect(review.getByText("Change the column authors.name: unique")).toBeVisible();
    await review.getByRole("button", { name: /^Apply/ }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByText(/changes applied$/)).toBeVisible();
    const columns = await columnsOf(page, project, "authors");
    expect(columns).toEqual(expect.arrayContaining(["full_name", "is_active"]));
  });
});

test.describe("a draft beside the work of others", () => {
  test.skip(isPhone, "one size is enough");

  const rename = (to: string): Change => ({ kind: "rename_column", table: "authors", column: "name", to });

  async function others(
    page: Page,
    { databaseId, path }: DemoProject,
    changes: readonly Change[],
  ): Promise<void> {
    const response = await page.request.post(`/api/database/${databaseId}/schema/apply`, {
      data: { changes },
      headers: { Origin: new URL(page.url()).origin },
    });
    expect(response.ok(), `${path} ${await response.text()}`).toBe(true);
  }

  async function renameByHand(page: Page, to: string): Promise<void> {
    await page
      .getByRole("button", { name: /^authors/ })
      .first()
      .click();
    await settled(card(page, "authors"));
    await name(page, "authors", "name").dblclick();
    await page.getByLabel("Name of the column authors.name").fill(to);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "1 change · review" })).toBeVisible();
  }

  test("is asked about where both decided the same, and may win", async ({ page }) => {
    const project = await openBuilder(page);
    await renameByHand(page, "pen_name");
    await others(page, project, [rename("full_name")]);
    await page.getByRole("button", { name: "1 change · review" }).click();
    const dialog = page.getByRole("dialog", { name: "Somebody else changed these tables" });
    await expect(dialog.getByText("Somebody else changed the name of authors.name too.")).toBeVisible();
    expect(await columnsOf(page, project, "authors")).toContain("full_name");
    await dialog.getByLabel("Make mine all the same").check();
    await dialog.getByRole("button", { name: "Go on with 1 change" }).click();
    await page.getByRole("button", { name: "Apply 1 change" }).click();
    await expect(page.getByText("1 change applied")).toBeVisible();
    expect(await columnsOf(page, project, "authors")).toContain("pen_name");
  });

  test("is brought along without a question where it still fits", async ({ page }) => {
    const project = await openBuilder(page);
    await renameByHand(page, "pen_name");
    await others(page, project, [{ kind: "rename_table", table: "authors", to: "writers" }]);
    await page.reload();
    await expect(page.getByText("Brought up to date")).toBeVisible();
    await expect(card(page, "writers")).toBeVisible();
    await applyAll(page);
    expect(await columnsOf(page, project, "writers")).toContain("pen_name");
  });
});

test("what rows do not bear is told before anything is applied, and what was dropped comes back", async ({
  page,
}) => {
  test.skip((page.viewportSize()?.width ?? 0) < 768, "one size is enough");
  const project = await openBuilder(page);
  await page
    .getByRole("button", { name: /^books/ })
    .first()
    .click();
  const panel = page.getByRole("complementary", { name: "Table books" });
  await panel.getByRole("button", { name: /^Choice status/ }).click();
  await panel.getByLabel("Unique").check();
  await page.getByRole("button", { name: "1 change · review" }).click();
  const review = page.getByRole("dialog", { name: /^Review/ });
  await expect(review.getByText(/Status: 60 rows of "books" share a value/)).toBeVisible();
  await expect(review.getByRole("button", { name: "Apply 1 change" })).toBeDisabled();
  await review.getByRole("button", { name: /^Leave out/ }).click();
  await page.keyboard.press("Escape");

  await panel.getByRole("button", { name: "Drop column" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drop column" }).click();
  await applyAll(page);
  expect(await columnsOf(page, project, "books")).not.toContain("status");
  await page.getByRole("button", { name: "Trash" }).click();
  await page.getByRole("button", { name: "Restore books.status" }).click();
  await applyAll(page);
  // The message may still be the first one's.
  await expect.poll(() => columnsOf(page, project, "books")).toContain("status");
});

test("on a phone tables are a list, and a table opens from below", async ({ page, viewport }) => {
  test.skip(!isPhone({ viewport }), "wide screens show everything at once");
  const project = await openBuilder(page);
  await page.getByRole("button", { name: "Show the tables as a list" }).click();
  await page
    .getByRole("button", { name: /^authors/ })
    .first()
    .click();
  const sheet = page.getByRole("dialog", { name: "authors" });
  await sheet.getByRole("button", { name: "Add column" }).click();
  await expect(sheet.getByLabel("Name", { exact: true })).toHaveValue("name_2");
  await page.keyboard.press("Escape");
  await applyAll(page);
  expect(await columnsOf(page, project, "authors")).toContain("name_2");
});
