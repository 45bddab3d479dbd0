import type { Context } from "../interpret/context.ts";
import { typeOfWord } from "../model/column-type.ts";
import { isOurs, valuesOf, withDefault } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { splitList } from "../text/sentences.ts";
import { add, give, link } from "./additions.ts";
import { dropColumn, dropTable, renameColumn, renameTable, setColumn, splitOut } from "./edits.ts";
import { type ColumnTarget, columnAnywhere, columnIn, stripColumn, stripTable, tableOf } from "./targets.ts";

/** A command's shape and what it does; false: it did not apply after all. */
type Command = readonly [RegExp, (context: Context, ...groups: string[]) => boolean];

const TYPES =
  "number|decimal|numeric|integer|int|whole number|text|string|boolean|bool|yes\\/no|date|timestamp|datetime|date and time|time|json|jsonb|email|url|link|phone|money|float|flag|checkbox|rich text|richtext|bigint|percentage|list|array";

const IN = "(?:of|in|on|from|for|at|inside)";

/** In the order in which they are tried. */
const commands: readonly Command[] = [
  [/^(?:rename|call|change the name of)\s+(.+?)\s+(?:to|as|into|at|->|=>)\s+(.+)$/i, rename],
  [
    /^(.+?)\s+(?:should|must|needs to|has to|will|is to) be (?:called|named|renamed(?: to)?)\s+(.+)$/i,
    rename,
  ],
  [
    /^(?:split|extract|separate|pull|factor|break|move)\s+(.+?)\s+(?:out of|out from|out|off|from)\s+(?:the\s+)?(\w+)(?:\s+table)?(?:\s+(?:in)?to\s+(.+))?$/i,
    split,
  ],
  [
    /^(?:turn|convert|make|change|extract|promote)\s+(.+?)\s+(?:in)?to\s+(?:an?\s+|its\s+|their\s+)?(?:own\s+|separate\s+|new\s+)?(\w*?)\s*tables?$/i,
    ownTable,
  ],
  [
    /^(?:make|turn|move|put|extract|convert|split|normali[sz]e)\s+(.+?)\s+(?:(?:in)?to\s+)?(?:its|their|an?|the)?\s*(?:own|separate|new|dedicated|different|extra)\s+(?:table|entity)(?:\s+(?:called|named)\s+(\w+))?$/i,
    ownTable,
  ],
  [
    /^(?:remove|drop|delete|get rid of|take out|take away|discard|eliminate|erase|leave out)\s+(.+)$/i,
    remove,
  ],
  [/^(?:i|we)\s+(?:do not|don't|dont|no longer)\s+(?:need|want|have|use)\s+(.+?)(?:\s+any ?more)?$/i, remove],
  [/^(.+?)\s+(?:is|are) (?:not|no longer) (?:needed|necessary|wanted|used)(?:\s+any ?more)?$/i, remove],
  [
    /^(?:make|set|mark)\s+(.+?)\s+(?:as\s+|to\s+be\s+|be\s+)?(?:a\s+)?(unique|required|mandatory|optional|nullable|not unique|not required|non-unique|obligatory|not null|indexed|searchable)(?:\s+and\s+(unique|required|optional|indexed))?$/i,
    constrain,
  ],
  [
    /^(?:change|convert|make|set|turn|switch|alter|store|use)\s+(?:the\s+)?(?:data\s?)?(?:type of\s+)?(.+?)\s+(?:(?:data\s?)?type\s+)?(?:from\s+\w+\s+)?(?:to be|to|into|as|be)?\s*(?:an?\s+|type\s+)*(number|decimal|numeric|integer|int|whole number|text|string|boolean|bool|yes\/no|date|timestamp|datetime|date and time|time|json|jsonb|email|url|link|phone|money|float|flag|checkbox|rich text|richtext|bigint|percentage|list|array)(?:\s+(?:column|field|type))?$/i,
    retype,
  ],
  [
    new RegExp(
      `^(.+?)\\s+(?:should|must|needs? to|has to|have to|ought to) be (?:stored as |of type )?(?:an? )?(${TYPES})$`,
      "i",
    ),
    retype,
  ],
  [
    /^(?:make|set|change|limit|restrict|turn)\s+(?:the\s+)?(.+?)\s+(?:in)?(?:to\s+)?(?:be\s+)?(?:an?\s+)?(?:enum|choice|dropdown|select|one of|either)(?:\s+(?:of|with|between|values|the))*\s*[:(]?\s*(.+?)\)?$/i,
    enumerate,
  ],
  [
    /^(?:set|make|change)\s+(?:the\s+)?default(?:\s+value)?\s+(?:of|for)\s+(.+?)\s+(?:to|=|as|be)\s+(.+)$/i,
    preset,
  ],
  [/^(?:link|connect|relate|associate|tie|join|attach|assign)\s+(.+?)\s+(?:to|with|and)\s+(.+)$/i, link],
  [/^(?:add|create|include|put|append|insert|introduce|store|save|record|track|keep)\s+(.+)$/i, add],
  [/^give\s+(.+?)\s+(an?\s.+|some\s.+|many\s.+|several\s.+)$/i, give],
];

/** Carries out one command on the model. */
export function command(context: Context, text: string): boolean {
  for (const [pattern, run] of commands) {
    const match = pattern.exec(text);
    if (match !== null && run(context, ...match.slice(1).map((group) => group ?? ""))) return true;
  }
  return false;
}

/** "X of T", "X in T", "T X", "X", "it". */
function target(context: Context, phrase: string): ColumnTarget | null {
  if (/^(?:it|this|that|them|they)$/i.test(phrase.trim())) return context.lastColumn;
  const found = findTarget(context, phrase);
  context.lastColumn = found ?? context.lastColumn;
  return found;
}

function findTarget(context: Context, phrase: string): ColumnTarget | null {
  const match = new RegExp(`^(.+?)\\s+${IN}\\s+(.+)$`, "i").exec(phrase.trim());
  const table = match === null ? null : tableOf(context, match[2] ?? "");
  if (match !== null && table !== null) {
    const entry = columnIn(context, table, match[1] ?? "");
    if (entry !== null) return { table, entry };
  }
  return columnAnywhere(context, phrase);
}

function rename(context: Context, from: string, to: string): boolean {
  const [wanted = "", where] = to.split(/\s+(?:in|on|of)\s+(?:the\s+)?/i);
  const name = stripTable(wanted.replace(/\b(?:table|column|field)\b/gi, " "));
  const isColumn = /\b(?:column|field|attribute)\b/i.test(from);
  const inTable = where === undefined ? null : tableOf(context, where);
  const entry = inTable === null ? null : columnIn(context, inTable, from);
  if (inTable !== null && entry !== null) {
    renameColumn(inTable, entry, name);
    context.lastColumn = { table: inTable, entry };
  } else {
    const exact = isColumn ? null : exactTable(context, from);
    const column = exact === null ? target(context, from) : null;
    const table = exact ?? (column === null ? tableOf(context, from) : null);
    if (table !== null) renameTable(context, table, name);
    else if (column !== null) renameColumn(column.table, column.entry, name);
    else return false;
  }
  return true;
}

function exactTable(context: Context, phrase: string): DraftTable | null {
  const words = stripTable(phrase).toLowerCase().replaceAll(" ", "_");
  return (
    context.model.tables.find((table) => table.name === words) ??
    (/\btable\b/i.test(phrase) || (words.split("_").length === 1 && /s$/.test(words))
      ? tableOf(context, phrase)
      : null)
  );
}

function remove(context: Context, what: string): boolean {
  const match = new RegExp(`^(.+?)\\s+${IN}\\s+(?:the\\s+)?(.+)$`, "i").exec(what);
  const table = match === null ? null : tableOf(context, match[2] ?? "");
  const parts = splitList(table === null ? what : (match?.[1] ?? ""));
  let done = false;
  for (const part of parts) {
    const whole = table === null && !/\b(?:column|field)\b/i.test(part) ? exactTable(context, part) : null;
    const found =
      table === null
        ? whole === null
          ? columnAnywhere(context, part)
          : null
        : columnTarget(context, table, part);
    if (whole !== null) dropTable(context, whole);
    else if (found !== null) dropColumn(found.table, found.entry);
    else if (table !== null && removeTie(context, table, part)) done = true;
    else continue;
    done = true;
  }
  return done;
}

function columnTarget(context: Context, table: DraftTable, part: string): ColumnTarget | null {
  const entry = columnIn(context, table, part);
  return entry === null ? null : { table, entry };
}

function removeTie(context: Context, table: DraftTable, part: string): boolean {
  const other = tableOf(context, part);
  if (other === null) return false;
  const between = context.model.tables.find((entry) =>
    [table, other].every((side) =>
      entry.columns.some(({ column }) => column.references?.table === side.name),
    ),
  );
  if (between === undefined) return false;
  dropTable(context, between);
  return true;
}

function split(context: Context, what: string, from: string, into: string): boolean {
  const table = tableOf(context, from);
  const name = stripTable(
    into.replace(/\b(?:its|their|own|separate|new|an?|the|table|called|named|dedicated)\b/gi, " ").trim(),
  );
  return (
    table !== null &&
    splitOut(
      context,
      table,
      stripColumn(what.replace(/\b(?:fields|columns|data|information|info|details)\b/gi, "")),
      name === "" ? null : name,
    )
  );
}

function ownTable(context: Context, phrase: string, name: string): boolean {
  const parts = /^(.+?)\s+(?:of|from|in|on)\s+(?:the\s+)?(.+)$/i.exec(phrase);
  const what = phrase.replace(/\s+(?:fields|columns|data|information|info|details)\b/gi, "");
  const table = parts === null ? null : tableOf(context, parts[2] ?? "");
  const columns = (parts?.[1] ?? "").replace(/\s+(?:fields|columns|data|information|info|details)$/i, "");
  if (table !== null && splitOut(context, table, stripColumn(columns), name === "" ? null : name))
    return true;
  const found = target(context, what);
  if (found !== null)
    return splitOut(
      context,
      found.table,
      found.entry.column.name.replaceAll("_", " "),
      name === "" ? null : name,
    );
  return context.model.tables.some((table) =>
    splitOut(context, table, stripColumn(what), name === "" ? null : name),
  );
}

function constrain(context: Context, what: string, first: string, second: string): boolean {
  const found = target(context, what);
  if (found === null) return false;
  for (const word of [first, second].map((text) => text.toLowerCase())) {
    if (word === "unique") setColumn(found.entry, { unique: true });
    if (word === "not unique" || word === "non-unique") setColumn(found.entry, { unique: false });
    if (/^(?:required|mandatory|obligatory|not null)$/.test(word)) setColumn(found.entry, { required: true });
    if (/^(?:optional|nullable|not required)$/.test(word)) setColumn(found.entry, { required: false });
    if (/^(?:indexed|searchable)$/.test(word)) setColumn(found.entry, { indexed: true });
  }
  context.last = found.table;
  return true;
}

function retype(context: Context, what: string, typeWord: string): boolean {
  const found = target(context, what.replace(/\s+(?:to|into|as|an?|be)$/i, ""));
  const type = typeOfWord(typeWord.toLowerCase());
  if (
    found === null ||
    type === null ||
    found.entry.column.references !== undefined ||
    found.entry.column.primary_key === true
  )
    return false;
  setColumn(found.entry, { type });
  return true;
}

function enumerate(context: Context, what: string, list: string): boolean {
  const found = target(context, what);
  const values = valuesOf(list);
  if (found === null || values.length < 2 || found.entry.column.references !== undefined) return false;
  setColumn(found.entry, { type: "enum", enum_values: values });
  return true;
}

function preset(context: Context, what: string, value: string): boolean {
  const found = target(context, what);
  if (found === null) return false;
  if (isOurs(found.entry)) return false;
  const { default: _old, ...rest } = found.entry.column;
  found.entry.column = withDefault(rest, value.replace(/["'.]/g, "").trim());
  return true;
}
