import { guardExpression } from "../../expression/guard.ts";
import { type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { ownTypeNames, withLabelsAsTexts } from "../own-types.ts";
import { insideOf, placedTokens, type Range } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import type { DefinitionInput } from "./step.ts";

/**
 * The text in the brackets behind a word, guarded: `CHECK (…)`, `GENERATED … AS (…)`.
 *
 * @param node a constraint with its `location` and its `raw_expr`.
 */
export function expressionBehind(
  { catalog, text, indexOf }: Pick<DefinitionInput, "catalog" | "text" | "indexOf">,
  node: TreeFields,
  words: readonly string[],
): string {
  const expression = unwrap(node.raw_expr);
  const range = { start: indexOf(Number(node.location ?? 0)), end: text.length };
  return bracketedBehind({ catalog, text }, expression, range, words);
}

/** The same of `SET EXPRESSION AS (…)`, whose node is the expression itself. */
export function expressionIn(
  { catalog, text }: Pick<DefinitionInput, "catalog" | "text">,
  expression: TreeNode | null,
  range: Range,
): string {
  return bracketedBehind({ catalog, text }, expression, range, ["EXPRESSION"]);
}

function bracketedBehind(
  { catalog, text }: Pick<DefinitionInput, "catalog" | "text">,
  expression: TreeNode | null,
  range: Range,
  words: readonly string[],
): string {
  const refusal = expression === null ? null : guardExpression(expression, { types: ownTypeNames(catalog) });
  if (refusal !== null) throw Refused.with(refusal);
  const placed = placedTokens(text, range);
  const at = placed.findIndex((token) => token.depth === 0 && words.includes(token.word));
  const open = placed.slice(at + 1).find((token) => token.depth === 0 && token.word === "(");
  if (at < 0 || open === undefined) throw new RangeError("an expression without its word");
  const { inside } = insideOf(text, range, open);
  return withLabelsAsTexts(catalog, text.slice(inside.start, inside.end).trim());
}
