import { addAttribute, attributeColumn } from "../interpret/attributes.ts";
import type { Context, ManyFact } from "../interpret/context.ts";
import { kindOf, readingOf } from "../interpret/context.ts";
import type { Junction } from "../lexicon.ts";
import { singular } from "../text/inflection.ts";
import { columnOfSpec, findColumn, putColumn, putReference, referencesTo } from "./columns.ts";
import type { DraftTable } from "./model.ts";

/** Settles what only the whole text can: has-many in both directions, columns that are tables, late attributes. */
export function resolve(context: Context): void {
  settleItems(context);
  resolveFacts(context);
  resolveLate(context);
  resolveMaybe(context);
}

/** "Items", "lines" and "details" belong to the paper or order that the words speak of. */
function settleItems(context: Context): void {
  const { model, lexicon } = context;
  for (const table of model.tables) {
    if (
      table.origin === "base" ||
      ![...table.keys].some((key) =>
        /^(?:(?:order|invoice|quote|sale|cart|purchase order) )?(?:item|line|line item|detail|order detail|position)$/.test(
          key,
        ),
      )
    )
      continue;
    for (const owner of ["orders", "invoices", "quotes", "purchase_orders", "carts", "sales"]) {
      const part = lexicon.entities.get(`${singular(owner)}_items`);
      const found = model.tables.find((other) => other !== table && other.entity?.name === owner);
      if (
        part === undefined ||
        found === undefined ||
        [...table.keys].some((key) => lexicon.entities.get(key.replaceAll(" ", "_")) !== undefined)
      )
        continue;
      const isPart =
        context.facts.some((fact) => fact.left === found && fact.right === table) ||
        [...table.keys].some((key) => key.includes("line") || key.includes("detail"));
      if (!isPart || (table.entity === part && owner === "orders")) continue;
      table.entity = part;
      break;
    }
  }
}

function resolveFacts(context: Context): void {
  for (const fact of context.facts) {
    const isMutual =
      fact.isMutual || context.facts.some((other) => other.left === fact.right && other.right === fact.left);
    resolveFact(context, fact, isMutual);
  }
}

function resolveFact(context: Context, fact: ManyFact, isMutual: boolean): void {
  const { left, right } = fact;
  const { model } = context;
  if (!model.tables.includes(left) || !model.tables.includes(right)) return;
  const existing = between(context, left, right);
  const isJunction =
    existing !== null &&
    (isMutual || existing.origin === "junction" || knownJunction(context, left, right) !== null);
  if (existing !== null && isJunction) {
    addFactDetails(context, fact, existing);
    return;
  }
  if (!isMutual && referencesTo(right, left).length > 0) {
    addFactDetails(context, fact, null);
    return;
  }
  const known = knownJunction(context, left, right);
  const fromLeft = namesInOntology(context, left, right);
  const fromRight = namesInOntology(context, right, left);
  const independent = kindOf(right) === "c" || (fromLeft && !fromRight);
  if (isMutual || known !== null || (independent && referencesTo(left, right).length === 0)) {
    addFactDetails(context, fact, makeJunction(context, left, right, known));
    return;
  }
  putReference(right, left, {
    required: kindOf(right) === "d",
    ...(kindOf(right) === "d" ? { onDelete: "cascade" as const } : {}),
  });
  addFactDetails(context, fact, null);
}

function addFactDetails(context: Context, fact: ManyFact, junction: DraftTable | null): void {
  if (junction !== null && fact.isOrdered && findColumn(junction, "position") === null)
    putColumn(junction, { name: "position", type: "integer" });
  if (junction === null && fact.isOrdered) putColumn(fact.right, { name: "position", type: "integer" });
  for (const detail of fact.details) {
    const usual =
      fact.right.entity?.columns.some(
        (column) => column.name === attributeColumn(context, detail, fact.right)?.name,
      ) ?? false;
    const perPair = /(quantity|amount|unit|dosage|dose|position|role|count|order|score|grade)/.test(
      readingOf(context, detail).key,
    );
    addAttribute(context, junction !== null && (perPair || !usual) ? junction : fact.right, detail);
  }
}

/** A table that refers to both: an event, or a junction that is there already. */
export function between(context: Context, left: DraftTable, right: DraftTable): DraftTable | null {
  const found = context.model.tables.find(
    (table) =>
      table !== left &&
      table !== right &&
      referencesTo(table, left).length > 0 &&
      referencesTo(table, right).length > 0 &&
      (table.origin === "junction" || /^[ed]$/.test(kindOf(table))),
  );
  return found ?? null;
}

function namesInOntology(context: Context, from: DraftTable, to: DraftTable): boolean {
  return (
    from.entity?.references.some((reference) =>
      reference.targets.some((name) => context.model.findEntity(name) === to),
    ) ?? false
  );
}

export function knownJunction(context: Context, left: DraftTable, right: DraftTable): Junction | null {
  const is = (name: string, table: DraftTable): boolean =>
    table.entity !== null && context.model.entityOf(name) === table.entity;
  return (
    context.lexicon.junctions.find(
      (entry) =>
        (is(entry.left, left) && is(entry.right, right)) || (is(entry.left, right) && is(entry.right, left)),
    ) ?? null
  );
}

/** The table between two others, named as the ontology knows it or after both. */
export function makeJunction(
  context: Context,
  left: DraftTable,
  right: DraftTable,
  known: Junction | null,
): DraftTable {
  const { model } = context;
  if (known !== null) {
    const named = model.findEntity(known.table);
    const declared =
      named !== null && named !== left && named !== right
        ? named
        : unlinked(context, known.table, left, right);
    const table = declared ?? model.add(singularName(junctionName(known, left, right)), null, "junction");
    tie(table, left, right);
    if (!table.isListed)
      for (const spec of known.columns)
        if (findColumn(table, spec.name) === null) putColumn(table, columnOfSpec(spec));
    return table;
  }
  const table = model.add(`${singularName(left.name)} ${singularName(right.name)}`, null, "junction");
  tie(table, left, right);
  return table;
}

function unlinked(context: Context, name: string, left: DraftTable, right: DraftTable): DraftTable | null {
  const entity = context.lexicon.entities.get(name);
  const found = context.model.tables.find(
    (table) => table !== left && table !== right && entity !== undefined && table.entity === entity,
  );
  return found ?? null;
}

/** `order_items` stays; `recipe_ingredients` follows the names that the words use. */
function junctionName(known: Junction, left: DraftTable, right: DraftTable): string {
  const standard = `${singularName(known.left).replaceAll(" ", "_")}_${known.right}`;
  if (known.table !== standard) return known.table;
  const [first, second] = left.entity?.name === known.right ? [right, left] : [left, right];
  return `${singularName(first.name).replaceAll(" ", "_")}_${second.name}`;
}

function singularName(name: string): string {
  const words = name.split("_");
  const last = words.pop() ?? "";
  return [...words, singular(last)].join(" ");
}

function tie(table: DraftTable, left: DraftTable, right: DraftTable): void {
  putReference(table, left, { required: true, onDelete: "cascade" });
  putReference(table, right, { required: true, onDelete: "cascade" });
}

/** "Store the enrollment date": the table that the attribute's own words name, the last event, the last pair, the last table. */
function resolveLate(context: Context): void {
  let sticky: DraftTable | null = null;
  for (const late of context.late) {
    const words = readingOf(context, late.thing).words;
    const named =
      words.length > 1
        ? context.model.tables.find(
            (table) =>
              table.keys.has(words.slice(0, -1).join(" ")) || rootOf(table) === rootWord(words[0] ?? ""),
          )
        : undefined;
    const pair = late.pair === null ? null : between(context, late.pair.left, late.pair.right);
    const isPersonal = late.after !== null && late.event === null && pair === null;
    const target: DraftTable | null =
      named ?? sticky ?? (isPersonal ? late.after : (late.event ?? pair ?? late.after));
    if (target === null || target === undefined) continue;
    sticky = target;
    const wasListed = target.isListed;
    addAttribute(context, target, late.thing);
    target.isListed = wasListed;
  }
}

const rootWord = (word: string): string => word.replace(/(ment|ing|ings|s|e|al|ation)$/, "");

function rootOf(table: DraftTable): string {
  return kindOf(table) === "e" ? rootWord(singular(table.name)) : "";
}

/** A column whose word is a table's name becomes a reference when that table is there. */
function resolveMaybe(context: Context): void {
  for (const table of context.model.tables) {
    for (const entry of [...table.columns]) {
      if (entry.maybe === null || entry.column.references !== undefined) continue;
      const target = context.model.tables.find(
        (other) => other !== table && other.entity === entry.maybe && other.origin !== "junction",
      );
      const isShared = target !== undefined && (target.name !== "users" || target.origin !== "base");
      if (target === undefined || !isShared) continue;
      table.columns.splice(table.columns.indexOf(entry), 1);
      if (entry.column.type === "text[]" || /^(tags|labels|categories)$/.test(entry.column.name))
        makeJunction(context, table, target, knownJunction(context, table, target));
      else putReference(table, target, { role: entry.column.name });
    }
  }
}
