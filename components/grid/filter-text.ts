import type { GridFilter, GridFilterGroup } from "#lib/catalog/grid-view.ts";
import { isFilterGroup } from "#lib/catalog/grid-view.ts";
import { isOperator } from "./filters.ts";

/**
 * A filter as parameters of an address: one text for each item, `price:gt:10` a condition, `or(price:gt:10,name:has:a)` a
 * group in it.
 */
export function writeFilter(group: GridFilterGroup): readonly string[] {
  return group.items.map((item) => (isFilterGroup(item) ? writeGroup(item) : writeCondition(item)));
}

function writeGroup(group: GridFilterGroup): string {
  const items = group.items.map((item) =>
    isFilterGroup(item) ? writeGroup(item) : encodeInGroup(writeCondition(item)),
  );
  return `${group.join}(${items.join(",")})`;
}

function writeCondition({ column, operator, value }: GridFilter): string {
  return `${encodeName(column)}:${operator}:${value}`;
}

/** The item that a text is; none when it makes no sense. */
export function readFilterItem(text: string): readonly (GridFilter | GridFilterGroup)[] {
  const group = /^(and|or)\((.*)\)$/s.exec(text);
  if (group === null) return readCondition(text);
  const [, join, inner = ""] = group;
  const items = splitTopLevel(inner).flatMap((part) =>
    /^(and|or)\(/.test(part) ? readFilterItem(part) : readCondition(decode(part)),
  );
  return [{ join: join === "or" ? "or" : "and", items }];
}

function readCondition(text: string): readonly GridFilter[] {
  const [name = "", operator = "", ...value] = text.split(":");
  // A group that lost its end on the way is no column of that name.
  const column = /[()]/.test(name) ? "" : decode(name);
  return column && isOperator(operator) ? [{ column, operator, value: value.join(":") }] : [];
}

function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (text[at] === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part !== "");
}

/** encodeURIComponent leaves parentheses alone, which are ours. */
function encodeName(text: string): string {
  return encodeURIComponent(text).replaceAll("(", "%28").replaceAll(")", "%29");
}

function encodeInGroup(text: string): string {
  return text.replace(/[%(),]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
