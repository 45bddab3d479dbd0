import { findHead } from "./head/find-head.ts";
import { MentionIndex } from "./mentions.ts";
import { type Query, type QueryNode, queryNode } from "./query.ts";
import { readItems } from "./read-items.ts";
import { asPreposition, Reading } from "./reading.ts";
import { absenceRule, relationVerbRule } from "./rules/absence-rule.ts";
import { comparativeRule } from "./rules/comparative-rule.ts";
import { comparisonRule } from "./rules/comparison-rule.ts";
import { containsRule } from "./rules/contains-rule.ts";
import { figureConditionRule } from "./rules/figure-condition-rule.ts";
import { mentionRule } from "./rules/mention-rule.ts";
import { momentRule } from "./rules/moment-rule.ts";
import { moreValuesRule } from "./rules/more-values-rule.ts";
import type { Rule } from "./rules/rule.ts";
import { sortRule } from "./rules/sort-rule.ts";
import { conditionPhraseRule, openCondition, stateRule } from "./rules/state-rule.ts";
import { superlativeRule } from "./rules/superlative-rule.ts";
import { valueRule } from "./rules/value-rule.ts";
import { verbRule } from "./rules/verb-rule.ts";
import { hasRoot, type SchemaGraph } from "./schema-graph.ts";
import { tokenise } from "./tokens.ts";
import { verbConcepts, verbRoots } from "./verb-lexicon.ts";

export interface ReadQuestion {
  readonly query: Query;
  /** Words that nothing could be made of. */
  readonly ignored: readonly string[];
  /** Names and quoted texts that no column seems to hold. */
  readonly unplaced: readonly string[];
}

/** The first rule that applies reads on. */
const rules: readonly Rule[] = [
  moreValuesRule,
  superlativeRule,
  sortRule,
  momentRule,
  comparativeRule,
  figureConditionRule,
  comparisonRule,
  absenceRule,
  conditionPhraseRule,
  verbRule,
  stateRule,
  relationVerbRule,
  containsRule,
  valueRule,
  mentionRule,
];

/** Turns a question into a query over the schema; null when it names nothing of the schema. */
export function readQuestion(question: string, graph: SchemaGraph): ReadQuestion | null {
  const items = readItems(tokenise(question), graph, new MentionIndex(graph));
  const head = findHead(items, graph);
  if (head === null) return null;
  const root = queryNode(head.root);
  const reading = new Reading(graph, items, { root, focus: root, output: head.output });
  reading.isSingle = head.isSingle;
  reading.order.push(...(head.order ?? []));
  if (head.order !== undefined && head.isSingle) reading.limit = 1;
  if (head.focusPath.edges.length > 0) reading.focus = reading.reach(root, head.focusPath, "measured");
  const kind = head.kind === undefined ? undefined : items[head.kind.at];
  if (head.kind !== undefined && kind?.kind === "word") {
    reading.add(root, head.kind.column, { kind: "text", match: "same", texts: [kind.singular] });
  }
  for (const at of head.used) reading.done.add(at);
  readAll(reading);
  if (/\b(currently|right now|at the moment)\b/i.test(question)) keepOngoing(root);
  return {
    query: {
      root,
      output: reading.output,
      having: reading.having,
      order: reading.order,
      limit: reading.limit,
    },
    ignored: reading.ignored,
    unplaced: reading.unplaced,
  };
}

/** "currently" leaves only what has not come to its end, where rows record that. */
function keepOngoing(node: QueryNode): void {
  const open = openCondition(node.table);
  const isKnown = open === null || node.conditions.some(({ column }) => column === open.column);
  if (open !== null && open.test.kind === "null" && !isKnown) node.conditions.push(open);
  for (const link of node.links) keepOngoing(link.node);
}

function readAll(reading: Reading): void {
  for (let at = 0; at < reading.items.length; ) {
    if (reading.done.has(at)) {
      at++;
      continue;
    }
    const wasAfterVerb = reading.isAfterVerb;
    const length = readOne(reading, at);
    if (wasAfterVerb) reading.isAfterVerb = false;
    if (length === 0) skip(reading, at);
    at += Math.max(1, length);
  }
}

function readOne(reading: Reading, at: number): number {
  for (const rule of rules) {
    const length = rule(reading, at);
    if (length > 0) return length;
  }
  return 0;
}

/** An item that no rule reads may still say how the next one is meant. */
function skip(reading: Reading, at: number): void {
  const item = reading.items[at];
  if (item === undefined) return;
  if (item.kind === "key") {
    const preposition = asPreposition(item.key);
    // "have seen", "has written": a tense, not a possession.
    const isTense = /^(have|has|had)$/i.test(item.text) && reading.items[at + 1]?.kind === "word";
    if (preposition !== null && !isTense) reading.preposition = preposition;
    // "used by Hello": whoever uses it is no person.
    if (preposition === "by" && usingVerbs.has(reading.verb ?? "")) reading.preposition = "on";
    if (item.key === "not") reading.isNegated = !reading.isNegated;
    if (item.key === "not" && /never/i.test(item.text)) reading.isNever = true;
    if (item.key === "is" || item.key === "not") reading.preposition = null;
    if (item.key === "without") reading.isNegated = true;
    if (item.key === "born") reading.verb = "birth";
    if (item.key === "and") reading.preposition = null;
    return;
  }
  if (item.kind === "value") reading.unplaced.push(item.text);
  else if (item.kind === "word" && item.lower.length > 2) {
    reading.verb = item.root;
    if (!isCommonVerb(item.root, reading)) reading.ignored.push(item.text);
  }
}

/** A verb that only joins what stands around it ("which teacher teaches …"): leaving it out loses nothing. */
function isCommonVerb(verb: string, { graph }: Reading): boolean {
  if (verb in verbRoots || verb in verbConcepts || joiningVerbs.has(verb)) return true;
  return graph.tables.some(
    (table) => hasRoot(table.words, verb) || table.columns.some((column) => hasRoot(column.words, verb)),
  );
}

const usingVerbs = new Set("used requir need offer contain includ cover shar".split(" "));

const joiningVerbs = new Set(
  "sign plac liv belong mak go get com contain us own work teach ask say do enter happen take".split(" "),
);
