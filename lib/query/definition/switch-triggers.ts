import type { Catalog, CatalogTable, Change, RowTrigger } from "../../catalog/types.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { changedTriggers, refuseBehindTimes, rowTriggersOf, timesNoted } from "./row-trigger.ts";
import { type DefinitionStep, type StoredChange, unsupported } from "./step.ts";

const action = /^AT_(Enable|Disable)(?:Always|Replica)?Trig(All|User)?$/;

/** `ENABLE TRIGGER t`, `DISABLE TRIGGER ALL` */
export function switchesTriggers({ subtype }: TreeFields): boolean {
  return action.test(String(subtype));
}

/** @throws {Refused} 42704 for a trigger that the table does not have; 0A000 for one that notes the time, which is always on. */
export function switchedTriggers(
  catalog: Catalog,
  table: CatalogTable,
  actions: readonly TreeFields[],
): readonly StoredChange[] {
  const isOff = new Map(
    rowTriggersOf(catalog, table).map(({ trigger }) => [trigger.name, trigger.isDisabled === true]),
  );
  for (const { subtype, name } of actions) {
    const [, which = "", whose] = action.exec(String(subtype)) ?? [];
    const isDisabling = which === "Disable";
    const meant = whose === undefined ? [String(name)] : [...isOff.keys()];
    const touching = new Set(
      table.definition.columns.flatMap(({ touched_by: touch }) => touch?.trigger ?? []),
    );
    if (isDisabling && (whose === undefined ? touching.has(String(name)) : touching.size > 0))
      throw unsupported(
        "ALTER TABLE … DISABLE TRIGGER of one that notes the time",
        null,
        "Drop it, and make it again.",
      );
    for (const one of meant) {
      if (!isOff.has(one) && !touching.has(one)) throw unknownTrigger(table, one);
      if (isOff.has(one)) isOff.set(one, isDisabling);
    }
  }
  return changedTriggers(catalog, table, null, ({ isDisabled: _, ...trigger }): RowTrigger => {
    return isOff.get(trigger.name) === true ? { ...trigger, isDisabled: true } : trigger;
  });
}

export function unknownTrigger({ definition }: CatalogTable, name: string): Refused {
  return new Refused("undefinedObject", `trigger "${name}" for table "${definition.name}" does not exist`);
}

/** `ALTER TRIGGER a ON posts RENAME TO b` */
export function renamedTrigger(
  catalog: Catalog,
  table: CatalogTable,
  name: string,
  to: string,
): DefinitionStep {
  const touches = table.definition.columns.flatMap(({ name: column, touched_by: touch }) =>
    touch === undefined ? [] : [{ column, touch }],
  );
  const known = [
    ...rowTriggersOf(catalog, table).map(({ trigger }) => trigger),
    ...touches.map(({ touch }) => ({ name: touch.trigger })),
  ];
  if (!known.some((trigger) => trigger.name === name)) throw unknownTrigger(table, name);
  if (known.some((trigger) => trigger.name === to))
    throw new Refused(
      "duplicateObject",
      `trigger "${to}" for relation "${table.definition.name}" already exists`,
    );
  // Their order is that of their names.
  refuseBehindTimes(
    table,
    rowTriggersOf(catalog, table).map(({ trigger }) =>
      trigger.name === name ? { ...trigger, name: to } : trigger,
    ),
    timesNoted(table).map((time) => (time.trigger === name ? { ...time, trigger: to } : time)),
  );
  return {
    command: "ALTER TRIGGER",
    changes: touches
      .filter(({ touch }) => touch.trigger === name)
      .map(
        ({ column, touch }): Change => ({
          kind: "alter_column",
          table: table.definition.name,
          column,
          set: { touched_by: { ...touch, trigger: to } },
        }),
      ),
    stored: changedTriggers(catalog, table, name, (trigger) => ({ ...trigger, name: to })),
  };
}
