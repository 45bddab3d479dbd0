import { toName } from "../interpret/attributes.ts";
import type { Context } from "../interpret/context.ts";
import { phraseKey } from "../lexicon.ts";
import type { DraftColumn, DraftTable } from "../model/model.ts";
import { singular } from "../text/inflection.ts";

/** A column of a table, as a command names it. */
export interface ColumnTarget {
  readonly table: DraftTable;
  readonly entry: DraftColumn;
}

/** Tables that people name by each other's words. */
const alike: readonly (readonly string[])[] = [
  ["article", "post", "blog post", "entry", "story"],
  ["customer", "client", "user", "member", "buyer", "guest"],
  ["user", "account", "person", "member", "profile"],
  ["teacher", "instructor", "professor", "trainer"],
  ["product", "item", "article", "good"],
  ["task", "todo", "to do", "ticket", "issue"],
  ["company", "organization", "account", "business", "firm"],
  ["photo", "picture", "image"],
  ["movie", "film"],
  ["employee", "staff", "worker", "person"],
  ["order", "purchase"],
  ["review", "rating"],
  ["song", "track"],
  ["booking", "reservation"],
  ["doctor", "physician"],
  ["class", "course", "lesson"],
];

export function stripTable(text: string): string {
  return text
    .trim()
    .replace(/^(?:the|a|an|my|our|all|every|each|that|this|of|from|in|on|existing|new|whole|entire)\s+/i, "")
    .replace(/^(?:the|table|entity)\s+(?=\S)/i, "")
    .replace(
      /\s+(?:table|tables|entity|list|records?|too|as well|please|completely|entirely|anymore|any more|again)$/i,
      "",
    )
    .replace(/["'`.,!?]/g, "")
    .trim();
}

/** The table that a phrase names, or null. */
export function tableOf(context: Context, phrase: string): DraftTable | null {
  const key = phraseKey(stripTable(phrase).toLowerCase());
  if (key === "") return null;
  const { model, lexicon } = context;
  const exact =
    model.find(key) ?? model.tables.find((table) => table.name === stripTable(phrase).toLowerCase());
  if (exact !== undefined && exact !== null) return exact;
  const entity = lexicon.senses.get(key)?.[0] ?? null;
  const same = entity === null ? null : (model.tables.find((table) => table.entity === entity) ?? null);
  if (same !== null) return same;
  const group = alike.filter((words) => words.includes(key)).flat();
  const near = model.tables.find((table) => group.includes(phraseKey(table.name)));
  return near ?? model.tables.find((table) => phraseKey(table.name).endsWith(` ${key}`)) ?? null;
}

/** The column of a table that a phrase names: by its name, its words, or what else means the same. */
export function columnIn(context: Context, table: DraftTable, phrase: string): DraftColumn | null {
  const plain = stripColumn(phrase);
  const name = toName([plain]);
  const key = phraseKey(plain);
  const known = context.lexicon.attributes.get(key)?.column;
  const names = [name, known, `${name}_id`, `is_${name}`, `${singular(name)}`, `${singular(name)}_id`].filter(
    (entry) => entry !== undefined,
  );
  for (const wanted of names) {
    const found = table.columns.find((entry) => entry.column.name === wanted);
    if (found !== undefined) return found;
  }
  const bare = (text: string): string =>
    text.replace(/^(?:is|has)_/, "").replace(/_(?:at|on|date|time|id|url)$/, "");
  return (
    table.columns.find((entry) => bare(entry.column.name) === bare(name)) ??
    table.columns.find(
      (entry) =>
        known !== undefined && context.lexicon.attributes.get(phraseKey(entry.column.name))?.column === known,
    ) ??
    table.columns.find((entry) => entry.column.name.endsWith(`_${name}`)) ??
    null
  );
}

export function stripColumn(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^(?:the|a|an|my|our|their|its|all|both|this|that|new|existing)\s+/i, "")
    .replace(/^(?:columns?|fields?|attributes?|property)\s+(?:called |named |of |for )?(?=\S)/i, "")
    .replace(/\s+(?:columns?|fields?|attributes?|property|values?|too|as well)$/i, "")
    .replace(/["'`.,!?]/g, "")
    .trim();
}

/** The column that a phrase names without or with its table: "email", "customer email", "customers.email". */
export function columnAnywhere(context: Context, phrase: string): ColumnTarget | null {
  const plain = stripColumn(phrase);
  const dotted = /^(\w+)\.(\w+)$/.exec(phrase.trim());
  if (dotted !== null) return columnOfTable(context, dotted[1] ?? "", dotted[2] ?? "");
  const found = context.model.tables.flatMap((table) => {
    const entry = columnIn(context, table, plain);
    return entry === null ? [] : [{ table, entry }];
  });
  const exact = found.filter(({ entry }) => entry.column.name === toName([plain]));
  const last = [...exact, ...found].find(({ table }) => table === context.last);
  if (last !== undefined && exact.length !== 1) return last;
  // The address with which people sign in is rarely what a request about "email" means while another table has one.
  const own = exact.find(({ table }) => table.was !== "users");
  if (own !== undefined || exact[0] !== undefined) return own ?? exact[0] ?? null;
  const words = plain.split(" ");
  for (let cut = words.length - 1; cut > 0; cut--) {
    const target = columnOfTable(context, words.slice(0, cut).join(" "), words.slice(cut).join(" "));
    if (target !== null) return target;
  }
  return found[0] ?? null;
}

function columnOfTable(context: Context, tablePhrase: string, columnPhrase: string): ColumnTarget | null {
  const table = tableOf(context, tablePhrase);
  const entry = table === null ? null : columnIn(context, table, columnPhrase);
  return table === null || entry === null ? null : { table, entry };
}
