import { catalogLimits } from "../../catalog/checks/limits.ts";
import type { Schema } from "../../catalog/types.ts";
import type { Draft, GenerateInput } from "../proposal.ts";
import { describeDraft } from "./answer.ts";
import { complete, readWords } from "./create.ts";
import { type Context, domainInText } from "./interpret/context.ts";
import { toEnglish } from "./language/translate.ts";
import { lexicon } from "./lexicon.ts";
import { connect } from "./model/connect.ts";
import { fill } from "./model/fill.ts";
import { renamesOf, render } from "./model/render.ts";
import { resolve } from "./model/resolve.ts";
import { readAnswered } from "./refine/answered.ts";
import { readRefinement } from "./refine/refine.ts";
import { isAbuse, isTooVague } from "./text/intent.ts";
import { expand, looksLikeSql, normalise, withoutSql } from "./text/normalise.ts";
import { repairSpelling } from "./text/spelling.ts";
import { tokenise } from "./text/tokens.ts";

const CHARACTERS_MAX = 10_000;

/**
 * Plain words → schema, without a model or a network. Deterministic and total: whatever the text is, the answer is a
 * valid schema, a question or a refusal.
 */
export function generateBuiltin(input: GenerateInput): Draft {
  if (input.description.length > CHARACTERS_MAX)
    return reject(input.base, "The description is too long: at most 10,000 characters can be read at once.");
  try {
    return answer(input);
  } catch (error) {
    // A fault of ours must not become the person's: ask back. The property test shows that this is not reached.
    void error;
    return clarify(input.base);
  }
}

function answer(input: GenerateInput): Draft {
  const { base } = input;
  const own = base.tables.filter((table) => table.name !== "users");
  const earlier = input.messages
    .filter((message) => message.role === "user")
    .map((message) => message.content);
  if (own.length > 0) return respond(input.description, base);
  if (earlier.length === 0) return create(input.description, base);
  const before = create(earlier.join(". "), base);
  if (before.status !== "ok") return create([...earlier, input.description].join(". "), base);
  const after = respond(input.description, before.schema);
  return after.status === "ok" ? { ...after, renames: {} } : before;
}

/** The words in English, without code, short forms and mistakes. */
function plainEnglish(description: string, isNew: boolean, names: ReadonlySet<string>): string {
  const even = normalise(description);
  const plain = isNew && looksLikeSql(even) ? withoutSql(even) : even.replace(/--+/g, " ");
  const { text, language } = toEnglish(plain, lexicon());
  return language === null
    ? expand(repairSpelling(expand(text), lexicon(), (word) => !names.has(word)))
    : expand(text);
}

/** The words of which the names of a schema are made: no mistakes, whatever the lexicon says. */
function namesOf(schema: Schema): ReadonlySet<string> {
  const names = schema.tables.flatMap((table) => [table.name, ...table.columns.map((column) => column.name)]);
  return new Set(names.flatMap((name) => [name, ...name.split("_")]));
}

function create(description: string, base: Schema): Draft {
  if (isAbuse(description)) return clarify(base);
  const text = plainEnglish(description, true, new Set());
  const context = readWords(text, base);
  const said = context.model.tables.filter((table) => table.origin !== "base");
  if (said.length < 2 && context.domains.length === 0) {
    const domain = domainInText(context, tokenise(text));
    if (domain !== null && !said.some((table) => table.isListed || table.columns.length > 0))
      context.domains.push(domain);
  }
  if (isTooVague(context, text)) return clarify(base);
  complete(context);
  return finish(context, base);
}

/** A request about what there is, or the answer to what was asked about it. */
function respond(description: string, base: Schema): Draft {
  const answered = readAnswered(description, base);
  if (answered === null) return refine(description, base);
  if (answered.kind === "statement") return refine(answered.text, base);
  return answered.kind === "schema" ? agreed(base, answered.schema) : agreed(base, base);
}

function refine(description: string, base: Schema): Draft {
  if (isAbuse(description)) return clarify(base);
  const text = plainEnglish(description, false, namesOf(base));
  const context = readRefinement(text, base);
  dropChatter(context, text);
  resolve(context);
  connect(context);
  fill(context);
  return finish(context, base);
}

/** "Looks great": words that name nothing known and ask for nothing make no table. */
function dropChatter(context: Context, text: string): void {
  if (/\b(?:add|table|track|store|create|new|need|want|keep|record|include|has|have|belongs?)\b/i.test(text))
    return;
  for (const table of [...context.model.tables]) {
    if (table.was === null && table.entity === null && table.columns.length === 0)
      context.model.remove(table);
  }
}

function finish(context: Context, base: Schema): Draft {
  const schema = render(context.model);
  if (
    schema.tables.length > catalogLimits.tablesPerDatabase ||
    JSON.stringify(schema) === JSON.stringify(base)
  )
    return clarify(base);
  return {
    status: "ok",
    schema,
    renames: renamesOf(context.model, schema),
    ...describeDraft(context, base, schema),
  };
}

function agreed(base: Schema, schema: Schema): Draft {
  const explanation = schema === base ? "Then it stays as it is." : "The schema with what you said.";
  return { status: "ok", schema, renames: {}, explanation, assumptions: [], questions: [] };
}

function clarify(base: Schema): Draft {
  return {
    status: "clarify",
    schema: base,
    renames: {},
    explanation: "That does not say yet what to store.",
    assumptions: [],
    questions: [
      'Which things do you want to keep track of, for example "customers, orders and products"?',
      "What do you want to know about each of them, for example a name, a price or a date?",
      'How do they belong together, for example "each order belongs to a customer"?',
    ],
  };
}

function reject(base: Schema, explanation: string): Draft {
  return { status: "reject", schema: base, renames: {}, explanation, assumptions: [], questions: [] };
}
