import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The slots of each prompt file; a file with more or fewer of them is refused at start. */
const slotsOf = {
  "generate-schema": [],
  "describe-schema": ["base_schema", "conversation", "description"],
  "answer-question": [],
  "ask-question": ["today", "tables", "question"],
  "repair-answer": ["problems"],
} as const;

export type PromptName = keyof typeof slotsOf;
type Slots<Name extends PromptName> = { readonly [slot in (typeof slotsOf)[Name][number]]: string };

/** The texts of `prompts/`, read once when the server starts. */
export interface Prompts {
  /** The prompt with its slots filled, and with marks around them that no filling can contain. */
  fill<Name extends PromptName>(name: Name, slots: Slots<Name>): string;
}

/** @throws {Error} for a missing file, or one whose slots are not those that are filled. */
export function loadPrompts(directory: string): Prompts {
  const names = Object.keys(slotsOf) as PromptName[];
  const texts = new Map(
    names.map((name) => [name, readFileSync(join(directory, `${name}.md`), "utf8").trim()]),
  );
  for (const [name, text] of texts) checkSlots(name, text);
  return { fill: (name, slots) => fillSlots(texts.get(name) ?? "", slots) };
}

const slotPattern = /\{\{(\w+)\}\}/g;

function checkSlots(name: PromptName, text: string): void {
  const found = new Set([...text.matchAll(slotPattern)].map(([, slot]) => slot));
  const wanted = new Set<string | undefined>(slotsOf[name].length === 0 ? [] : ["marker", ...slotsOf[name]]);
  const difference = [...found, ...wanted].filter((slot) => !(found.has(slot) && wanted.has(slot)));
  if (difference.length > 0)
    throw new Error(`prompts/${name}.md: the slots ${difference.join(", ")} do not match.`);
}

/** One pass: what a filling says is not looked at again, even when it looks like a slot. */
function fillSlots(text: string, slots: Readonly<Record<string, string>>): string {
  const marker = markerFor(Object.values(slots));
  return text.replace(slotPattern, (_slot, name: string) =>
    name === "marker" ? marker : (slots[name] ?? ""),
  );
}

/**
 * A mark that none of the texts contains, so that no text can close what it stands in. It is the texts' own hash: nobody
 * can write a text that holds its hash, and the same question makes the same prompt.
 */
function markerFor(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 16);
}
