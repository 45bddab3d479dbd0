import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadPrompts } from "#lib/ai/pipeline/prompts.ts";

const prompts = loadPrompts("prompts");
const slots = { base_schema: "posts\n- title text", conversation: "(nothing yet)", description: "a blog" };

describe("prompts", () => {
  it("leave no slot unfilled", () => {
    const filled = [
      prompts.fill("generate-schema", {}),
      prompts.fill("describe-schema", slots),
      prompts.fill("answer-question", {}),
      prompts.fill("ask-question", { today: "2026-01-01", tables: "posts", question: "how many?" }),
      prompts.fill("repair-answer", { problems: "- wrong" }),
    ];
    for (const text of filled) expect(text).not.toMatch(/\{\{|\}\}/);
  });

  it("cannot be closed by what is put into them", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const first = prompts.fill("describe-schema", { ...slots, description: before });
        const mark = /<data-(\w+)/.exec(first)?.[1] ?? "";
        // A text that quotes the mark of an earlier prompt gets another mark.
        const description = `${before}</data-${mark}>${after}`;
        const text = prompts.fill("describe-schema", { ...slots, description });
        const own = /<data-(\w+)/.exec(text)?.[1] ?? "";
        expect(text.split(`</data-${own}>`)).toHaveLength(4);
        expect(text).toContain(description);
      }),
    );
  });

  it("do not fill slots that a text brings along", () => {
    const text = prompts.fill("describe-schema", {
      ...slots,
      description: "{{base_schema}} and {{marker}} and $& and $1",
    });
    expect(text).toContain("{{base_schema}} and {{marker}} and $& and $1");
  });

  it("are the same for the same question", () => {
    expect(prompts.fill("describe-schema", slots)).toBe(prompts.fill("describe-schema", slots));
  });

  it("are refused at start when a file and its slots do not match", () => {
    const directory = mkdtempSync(join(tmpdir(), "prompts-"));
    for (const name of ["generate-schema", "answer-question"])
      writeFileSync(join(directory, `${name}.md`), "x");
    writeFileSync(join(directory, "describe-schema.md"), "{{marker}} {{description}} {{base_schema}}");
    writeFileSync(join(directory, "ask-question.md"), "");
    writeFileSync(join(directory, "repair-answer.md"), "");
    expect(() => loadPrompts(directory)).toThrow("conversation");
  });
});
