import { schemaOfFunction } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogFunction, Change } from "../../catalog/types.ts";
import { Refused } from "../write/refused.ts";
import { dependents, droppedViews, viewsOver } from "./dropped-column.ts";
import { signatureOf } from "./function-signature.ts";
import { isOnRows } from "./row-trigger.ts";
import type { DefinitionStep } from "./step.ts";
import { touchesOf } from "./trigger.ts";

/** A function goes, with what stands on it (`CASCADE`). @param beside views that the same statement drops. */
export function droppedFunction(
  catalog: Catalog,
  called: CatalogFunction,
  isCascade: boolean,
  beside: ReadonlySet<string>,
): Omit<DefinitionStep, "command"> {
  const views = viewsOver(catalog, { id: called.id });
  const others = views.filter((view) => !beside.has(view));
  if (others.length > 0 && !isCascade) throw dependents(`function ${called.name}`, { views: others });
  const triggers = touchesOf(catalog, called.name);
  const isUsed = triggers.length > 0 || called.onSignUp?.trigger !== undefined || isOnRows(catalog, called);
  if (isUsed && !isCascade) throw stillNeeded(`function ${called.name}()`);
  const rules = rulesCalling(catalog, called);
  if (rules.length > 0 && !isCascade) throw neededByRules(called, rules);
  return {
    changes: [
      ...triggers,
      ...rules.map(({ table, policy }): Change => ({ kind: "drop_policy", table, name: policy })),
    ],
    stored: [...droppedViews(catalog.views ?? [], views), { kind: "drop", id: called.id }],
  };
}

/** `DROP SCHEMA private CASCADE`: one of functions goes with these. */
export function dropSchema(
  catalog: Catalog,
  name: string,
  isCascade: boolean,
): Omit<DefinitionStep, "command"> {
  const own = (catalog.functions ?? []).filter((called) => schemaOfFunction(called.name) === name);
  if (own.length > 0 && !isCascade) throw stillNeeded(`schema ${name}`);
  const dropped = own.map((called) => droppedFunction(catalog, called, true, new Set()));
  const changes = dropped.flatMap((step) => step.changes);
  const rules = new Map(changes.map((change) => [JSON.stringify(change), change]));
  return {
    changes: [...rules.values()],
    stored: [...dropped.flatMap(({ stored = [] }) => stored), { kind: "schema", name, isDropped: true }],
  };
}

function stillNeeded(what: string): Refused {
  return new Refused("dependentObjectsStillExist", `cannot drop ${what} because other objects depend on it`, {
    hint: "Use DROP ... CASCADE to drop the dependent objects too.",
  });
}

/** The rules that call a function, or go by the labels of an enum. */
export function rulesCalling({ tables }: Catalog, { id }: { readonly id: string }) {
  return tables.flatMap(({ definition, storage }) =>
    Object.entries(storage.policies ?? {})
      .filter(([, bound]) =>
        [bound.using, bound.check].some((one) =>
          one?.calls?.some((call) => call.function === id || call.labels === id),
        ),
      )
      .map(([policy]) => ({ table: definition.name, policy })),
  );
}

function neededByRules(called: CatalogFunction, rules: ReturnType<typeof rulesCalling>): Refused {
  const named = `function ${called.name}(${signatureOf(called).replaceAll(", ", ",")})`;
  const others = rules.map(({ table, policy }) => `policy ${policy} on table ${table} depends on ${named}`);
  return new Refused(
    "dependentObjectsStillExist",
    `cannot drop ${named} because other objects depend on it`,
    { hint: "Use DROP ... CASCADE to drop the dependent objects too.", detail: others.join("\n") },
  );
}
