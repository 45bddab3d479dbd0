import type { Thing } from "../grammar/thing.ts";
import { addAttribute } from "../interpret/attributes.ts";
import { isTableAt } from "../interpret/classify.ts";
import { type Context, declare, readingOf } from "../interpret/context.ts";
import { addDetails } from "../interpret/details.ts";
import { roleTarget } from "../interpret/roles.ts";
import { putReference } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import { tableOf } from "./targets.ts";
import { thingsOf } from "./things.ts";

/** "add a due date to tasks", "add a status to orders with values …", "add addresses for customers with street". */
export function add(context: Context, what: string): boolean {
  const cleaned = what.replace(/\s+(?:add|please)$/i, "");
  const match =
    /^(.+?)\s+(?:to|in|on|into|at|for|onto)\s+(?:the\s+|each\s+|every\s+|my\s+|our\s+|all\s+)?([\w -]+?)(?:\s+(?:tables?|entity|records?))?((?:\s*[,(‹]|\s+(?:with|that|which|and|as|of type|default|defaulting|having|must|should|can)\b).*)?$/i.exec(
      cleaned,
    );
  const table = match === null ? null : tableOf(context, match[2] ?? "");
  if (match === null || table === null) return addToDotted(context, cleaned);
  const [, items = "", , rest = ""] = match;
  return addTo(context, table, `${items}${rest}`, rest);
}

function addToDotted(context: Context, what: string): boolean {
  const match = /^(?:column\s+)?(\w+)\.(\w+)(.*)$/.exec(what.trim());
  const table = match === null ? null : tableOf(context, match[1] ?? "");
  return match !== null && table !== null && addTo(context, table, `${match[2] ?? ""}${match[3] ?? ""}`, "");
}

export function give(context: Context, whom: string, what: string): boolean {
  const table = tableOf(context, whom);
  return table !== null && addTo(context, table, what, "");
}

/** Adds what a list names to a table: columns, references, or tables that belong to it. */
export function addTo(context: Context, table: DraftTable, items: string, rest: string): boolean {
  const things = thingsOf(context, items);
  if (things.length === 0) return false;
  context.last = table;
  for (const thing of things) addThing(context, table, thing, things, rest);
  return true;
}

function addThing(
  context: Context,
  table: DraftTable,
  thing: Thing,
  siblings: readonly Thing[],
  rest: string,
): void {
  const isParts =
    thing.details.length > 0 &&
    /\bwith\b/.test(rest) &&
    readingOf(context, thing).entity !== null &&
    thing.noun.words.length > 0;
  const isColumn = /\b(?:column|field|attribute|flag|timestamp)$/.test(
    thing.noun.words.map((token) => token.text).join(" "),
  );
  if (!isColumn && (isParts || isTableAt(context, thing, "owner", siblings))) {
    const before = context.model.tables.length;
    const child = declare(context, thing);
    addDetails(context, child, thing.details, "columns-or-parts");
    if (child !== table)
      context.facts.push({
        left: table,
        right: child,
        details: [],
        isOrdered: false,
        isMutual: isAlone(context, child, before),
      });
    return;
  }
  const role = roleTarget(context, table, thing);
  if (role !== null) {
    putReference(table, role.target, { role: role.name });
    return;
  }
  const single = tableOf(context, thing.noun.words.map((token) => token.text).join(" "));
  const reading = readingOf(context, thing);
  if (single !== null && single !== table && reading.attribute === null) {
    putReference(table, single);
    return;
  }
  if (single === table && /parent/.test(reading.key)) {
    putReference(table, table, { role: "parent" });
    return;
  }
  addAttribute(context, table, thing);
}

/** "posts need tags": labels are shared by many, they are not parts of one. */
function isAlone(context: Context, child: DraftTable, before: number): boolean {
  return child.entity?.kind === "c" && context.model.tables.length > before;
}

export function link(context: Context, left: string, right: string): boolean {
  const isMany = /many.to.many|‹many-to-many›|\b(?:multiple|several|many)\b/i.test(`${left} ${right}`);
  const clean = (text: string): string =>
    text
      .replace(
        /\b(?:multiple|several|many|each|every|one)\b|\b(?:with|in|as)? ?an? many.to.many.*$|many.to.many.*$/gi,
        " ",
      )
      .trim();
  const a = tableOf(context, clean(left));
  const b = tableOf(context, clean(right)) ?? newTable(context, clean(right));
  if (a === null || b === null) return false;
  if (isMany) context.facts.push({ left: a, right: b, details: [], isOrdered: false, isMutual: true });
  else putReference(a, b, a === b ? { role: "parent" } : {});
  return true;
}

/** "connect projects with a client": a thing that is no table yet. */
function newTable(context: Context, phrase: string): DraftTable | null {
  const thing = thingsOf(context, phrase)[0];
  return thing !== undefined && readingOf(context, thing).entity !== null ? declare(context, thing) : null;
}
