import type { Thing } from "../grammar/thing.ts";
import type { DraftTable } from "../model/model.ts";
import { type Context, findTable, isRoleWord, readingOf } from "./context.ts";

export interface RoleReference {
  readonly target: DraftTable;
  readonly name: string;
}

/** "an assignee", "created by": a person of another table in a role; the table is made when the role is certain. */
export function roleTarget(context: Context, owner: DraftTable, thing: Thing): RoleReference | null {
  const reading = readingOf(context, thing);
  const key = reading.words.join("_");
  const role = context.lexicon.roles.get(key) ?? context.lexicon.roles.get(reading.words.at(-1) ?? "");
  if (role === undefined || reading.isPlural || thing.noun.isMany) return null;
  const own = findTable(context, reading);
  if (own !== null) return { target: own, name: key };
  for (const name of role.targets) {
    const table = context.model.findEntity(name);
    if (table !== null && table !== owner) return { target: table, name: key };
  }
  const isCertain = role.certainIn.has("*") || role.certainIn.has(owner.entity?.name ?? "");
  const first = role.targets[0];
  return isCertain && first !== undefined
    ? { target: context.model.ensure(first, "needed"), name: key }
    : null;
}

export function roleName(object: Thing): string {
  const words = object.noun.words.map((token) => token.base);
  return /^(parent|sub|child|nested|super)/.test(words[0] ?? "") ? "parent" : words.join("_");
}

/** "a home team" → role `home_team`. */
export function roleOf(context: Context, thing: Thing, target: DraftTable): { role?: string } {
  const reading = readingOf(context, thing);
  const first = reading.modifiers[0];
  if (first === undefined || (target.keys.has(reading.key) && !reading.modifiers.every(isRoleWord)))
    return {};
  return reading.modifiers.every(isRoleWord) ? { role: reading.words.join("_") } : {};
}
