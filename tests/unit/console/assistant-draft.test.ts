import { describe, expect, it } from "vitest";
import {
  blankDraft,
  changeKey,
  chosenOf,
  type DraftState,
  type EditResult,
  edit,
  propose,
  rebase,
  redo,
  toggle,
  undo,
} from "#components/assistant/draft-state.ts";
import { answersTo } from "#components/assistant/question-answers.ts";
import { recentMessages } from "#components/assistant/recent-messages.ts";
import { completeTable } from "#lib/catalog/complete-table.ts";
import type { Change, Schema } from "#lib/catalog/types.ts";

const base: Schema = {
  tables: [completeTable({ name: "users", columns: [{ name: "email", type: "text" }] })],
};
const tags: Change = {
  kind: "create_table",
  table: { name: "tags", columns: [{ name: "name", type: "text" }] },
};
const phone: Change = { kind: "add_column", table: "users", column: { name: "phone", type: "phone" } };

function done(result: EditResult): DraftState {
  if (!result.ok) throw new Error(result.message);
  return result.state;
}

const proposed = done(propose(base, blankDraft, [tags, phone]));

describe("a draft of changes", () => {
  it("takes edits of what is proposed into the proposal", () => {
    const edited = done(
      edit(base, proposed, [
        { kind: "rename_table", table: "tags", to: "labels" },
        { kind: "drop_column", table: "users", column: "phone" },
      ]),
    );
    expect(edited.changes).toMatchObject([{ kind: "create_table", table: { name: "labels" } }]);
  });

  it("leaves out what is not wanted, and takes it in again", () => {
    const [change] = proposed.changes;
    if (change === undefined) throw new Error("nothing was proposed");
    const less = toggle(proposed, change);
    expect(chosenOf(base, less).changes.map(changeKey)).not.toContain(changeKey(change));
    expect(chosenOf(base, toggle(less, change)).changes).toEqual(proposed.changes);
  });

  it("forgets what was left out when the next turn is proposed on the rest", () => {
    const create = proposed.changes.find(({ kind }) => kind === "create_table");
    if (create === undefined) throw new Error("no table was proposed");
    const next = done(propose(base, toggle(proposed, create), []));
    expect(next.changes.map(({ kind }) => kind)).toEqual(["add_column"]);
  });

  it("steps back and forth", () => {
    const back = undo(proposed);
    expect(back.changes).toEqual([]);
    expect(redo(back).changes).toEqual(proposed.changes);
    expect(undo(blankDraft)).toBe(blankDraft);
  });

  it("says why an edit cannot be made, and stays as it was", () => {
    expect(edit(base, proposed, [{ kind: "rename_table", table: "tags", to: "users" }])).toMatchObject({
      ok: false,
      message: expect.stringContaining("users"),
    });
  });

  it("is refused on tables that it does not fit any more", () => {
    expect(rebase(base, proposed).ok).toBe(true);
    expect(rebase({ tables: [] }, proposed).ok).toBe(false);
  });
});

describe("the answers to a question", () => {
  it.each([
    ["Can a post have several authors?", ["Yes", "No"]],
    ["Is a repair paid by hour or by day?", ["by hour", "by day"]],
    ["Should prices be net or gross?", ["net", "gross"]],
    ["Should it be kept or not?", ["Yes", "No"]],
    ["Which things do you want to keep track of?", []],
    ["What do tags belong to?", []],
  ])("that one click gives: %s", (question, answers) => {
    expect(answersTo(question)).toEqual(answers);
  });
});

describe("the messages that are sent along", () => {
  it("are the newest that fit", () => {
    const long = { role: "user", content: "x".repeat(30_000) } as const;
    const short = { role: "assistant", content: "y" } as const;
    expect(recentMessages([long, short, long, short])).toEqual([short, long, short]);
    expect(recentMessages([short, long])).toEqual([short, long]);
    expect(recentMessages(Array.from({ length: 60 }, () => short))).toHaveLength(50);
  });
});
