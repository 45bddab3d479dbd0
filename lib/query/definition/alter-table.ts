import { primaryKey } from "../../catalog/column-facts.ts";
import { definitionWithout } from "../../catalog/table-constraints.ts";
import type { CatalogTable, Change, Column, ColumnSettings, Constraint, Table } from "../../catalog/types.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";
import { listItems, placedTokens, type Range } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import { refuseOwner, unsupportedAction } from "./alter-action.ts";
import { defaultActions, isConverted, isPlainCast, newType, typeOf } from "./alter-column-type.ts";
import {
  addIdentity,
  countedColumn,
  hasDropped,
  type LaterChanges,
  refuseDefault,
  refuseNullable,
  setIdentity,
} from "./alter-identity.ts";
import { convertedBy } from "./alter-type-using.ts";
import { alterView } from "./alter-view.ts";
import { readDefault } from "./column-default.ts";
import { nullsEqualKey, readColumn } from "./column-definition.ts";
import { constraintOfIndex } from "./constraint-of-index.ts";
import { droppedColumn } from "./dropped-column.ts";
import { expressionIn } from "./expression-text.ts";
import { dropConstraint, notNull, refuseUnknownConstraint } from "./named-constraint.ts";
import { constraintOf } from "./read-constraint.ts";
import { refuseAdded } from "./refuse-constraints.ts";
import { sequenceDefault } from "./sequence-default.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  refuseUnknownColumn,
  relationName,
  tableNamed,
  unsupported,
} from "./step.ts";
import { switchedTriggers, switchesTriggers } from "./switch-triggers.ts";

/** `ALTER TABLE posts ADD COLUMN …, ALTER COLUMN … TYPE …, DROP CONSTRAINT …` */
export function alterTable(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const command = "ALTER TABLE";
  if (fields.objtype === "OBJECT_VIEW") return alterView(input);
  if (fields.objtype !== undefined && fields.objtype !== "OBJECT_TABLE")
    throw unsupported(`ALTER ${String(fields.objtype).replace("OBJECT_", "")}`, null, "Leave the line out.");
  refuseOwner(fields);
  const relation = fields.relation as TreeFields;
  const name = relationName(relation);
  if (fields.missing_ok === true && tableNamed(catalog, name) === undefined)
    return { command, changes: [], notice: `relation "${name}" does not exist, skipping` };
  const table = existingTable(catalog, relation);
  const items = actionRanges(input, relation);
  const later: LaterChanges = { filled: [], changes: [], sequences: [] };
  const known = table.definition.columns.map((column) => column.name);
  const state: Action["state"] = {
    columns: known,
    placed: new Map(),
    later,
    converted: new Map(),
    defaults: [],
  };
  const all = asList(fields.cmds).flatMap((item, index): readonly Action[] => {
    const range = items[index] ?? { start: 0, end: input.text.length };
    return [{ node: unwrap(item)?.fields ?? {}, range, state }];
  });
  const switching = all.flatMap(({ node }) => (switchesTriggers(node) ? [node] : []));
  const switched = switching.length === 0 ? [] : switchedTriggers(catalog, table, switching);
  const actions = all.filter(({ node }) => !switching.includes(node));
  // As in Postgres, a name is free for what the same statement adds.
  const [dropping, others] = [true, false].map((drops) =>
    actions.filter(({ node }) => dropsConstraint(node) === drops),
  );
  const changes = [...(dropping ?? []), ...(others ?? [])].flatMap((action) =>
    actionChanges(input, table, action),
  );
  // Of the columns as they are by then.
  for (const { name: column, definition, range } of state.defaults) {
    const set = newDefault(input, state.converted.get(column), definition, range);
    later.changes.push({ kind: "alter_column", table: name, column, set });
  }
  if (later.filled.length === 0)
    return {
      command,
      changes,
      ...(switched.length === 0 ? {} : { stored: switched }),
      ...(later.changes.length === 0 ? {} : { next: { command, changes: later.changes } }),
    };
  return {
    command,
    changes,
    stored: [...switched, ...later.sequences.map((sequence) => ({ kind: "sequence" as const, sequence }))],
    filled: later.filled,
    next: {
      command,
      changes: later.changes,
      stored: later.sequences.map(({ id }) => ({ kind: "drop", id, countsOn: name })),
    },
  };
}

function dropsConstraint({ subtype }: TreeFields): boolean {
  return subtype === "AT_DropConstraint";
}

function actionRanges({ text, indexOf }: DefinitionInput, relation: TreeFields): readonly Range[] {
  const start = indexOf(Number(relation.location ?? 0));
  const end = placedTokens(text, { start, end: text.length }).find(({ word }) => word === ";")?.start;
  return listItems(text, { start, end: end ?? text.length });
}

interface Action {
  readonly node: TreeFields;
  readonly range: Range;
  readonly state: {
    columns: string[];
    /** The columns that come behind others, to take their places. */
    readonly placed: Map<string, string>;
    readonly later: LaterChanges;
    /** The columns that come, or whose values an expression gives, as they will be, and the defaults that they get then. */
    readonly converted: Map<string, Column>;
    readonly defaults: { readonly name: string; readonly definition: TreeNode; readonly range: Range }[];
  };
}

function actionChanges(input: DefinitionInput, table: CatalogTable, action: Action): readonly Change[] {
  const { node, range, state } = action;
  const name = String(node.name);
  const definition = unwrap(node.def);
  const column = table.definition.columns.find((own) => own.name === name);
  const set = (settings: ColumnSettings): readonly Change[] => {
    if (!state.columns.includes(name)) refuseUnknownColumn(table, name);
    return [{ kind: "alter_column", table: table.definition.name, column: name, set: settings }];
  };
  switch (node.subtype) {
    case "AT_AddColumn":
      return addColumn(input, table, action);
    case "AT_DropColumn":
      if (!state.columns.includes(name)) {
        if (node.missing_ok === true) return [];
        refuseUnknownColumn(table, name);
      }
      state.columns = state.columns.filter((column) => column !== name);
      return droppedColumn(input.catalog, table, name, node.behavior === "DROP_CASCADE", state.columns);
    case "AT_AlterColumnType": {
      const using = unwrap(definition?.fields.raw_default);
      const settings = newType(input, table, name, definition);
      if (using === null || isPlainCast(using, name) || column === undefined) return set(settings);
      const isDefaultLost = defaultActions(input, name).length > 0;
      state.converted.set(name, { name, ...typeOf(settings) });
      const made = convertedBy(input, table, column, typeOf(settings), {
        ...{ range, isDefaultLost },
        later: state.later,
      });
      state.placed.set(name, made.column.name);
      return [made];
    }
    case "AT_ColumnDefault":
      if (column !== undefined) refuseDefault(table, column, definition === null);
      // A default of a column that has just come is none of the rows that are there.
      if (isConverted(input, name) || (definition !== null && state.converted.has(name))) {
        if (definition !== null) state.defaults.push({ name, definition, range });
        return [];
      }
      return set(newDefault(input, column ?? { name, type: "text" }, definition, range));
    case "AT_SetNotNull":
      return set({ required: true });
    case "AT_DropNotNull":
      if (column !== undefined)
        refuseNullable(table, column, primaryKey(table.definition).includes(column.name));
      return set({ required: false });
    case "AT_AddIdentity":
      return column === undefined ? set({}) : addIdentity(input, table, column, definition, set);
    case "AT_SetIdentity":
      return column === undefined ? set({}) : setIdentity(input, table, column, definition, set);
    case "AT_DropIdentity":
      return hasDropped(input, table, node, "identity") ? set({ identity: null }) : [];
    case "AT_DropExpression":
      return hasDropped(input, table, node, "generated") ? set({ generated: null }) : [];
    case "AT_SetExpression":
      hasDropped(input, table, node, "generated");
      return set({ generated: expressionIn(input, definition, range) });
    case "AT_AddConstraint": {
      const fields = definition?.fields ?? {};
      if (fields.contype === "CONSTR_NOTNULL") return notNull(table, names(fields.keys), state.columns);
      const kept = definitionWithout(table.definition, droppedConstraints(input));
      if (fields.indexname !== undefined) {
        const { dropped, constraint } = constraintOfIndex(table, fields);
        refusePrimary(kept, fields);
        return [dropped, { kind: "add_constraint", table: table.definition.name, constraint }];
      }
      const constraint = addedConstraint(input, kept, fields);
      refuseAdded(input.catalog, kept, state.columns, constraint);
      return [{ kind: "add_constraint", table: table.definition.name, constraint }];
    }
    case "AT_DropConstraint":
      return dropConstraint(input, table, node);
    // Every constraint is valid.
    case "AT_ValidateConstraint":
      refuseUnknownConstraint(table, name);
      return [];
    // It is always on.
    case "AT_EnableRowSecurity":
    case "AT_ForceRowSecurity":
      return [];
    default:
      throw unsupportedAction(String(node.subtype));
  }
}

function refusePrimary(table: Table, { contype }: TreeFields): void {
  if (contype !== "CONSTR_PRIMARY" || primaryKey(table).length === 0) return;
  const message = `multiple primary keys for table "${table.name}" are not allowed`;
  throw new Refused("invalidTableDefinition", message);
}

function addedConstraint(input: DefinitionInput, table: Table, fields: TreeFields): Constraint {
  refusePrimary(table, fields);
  if (fields.nulls_not_distinct !== true) return constraintOf(input, fields, []);
  const keys = names(fields.keys);
  for (const key of keys) refuseUnknownColumn({ definition: table }, key);
  return nullsEqualKey(
    fields,
    keys.flatMap((key) => table.columns.filter(({ name }) => name === key)),
  );
}

function droppedConstraints({ fields }: DefinitionInput): ReadonlySet<string> {
  const actions = asList(fields.cmds).map((item) => unwrap(item)?.fields ?? {});
  return new Set(actions.filter(dropsConstraint).map(({ name }) => String(name)));
}

function addColumn(input: DefinitionInput, table: CatalogTable, action: Action): readonly Change[] {
  const { node, range, state } = action;
  const fields = unwrap(node.def)?.fields ?? {};
  const name = String(fields.colname);
  if (state.columns.includes(name)) {
    if (node.missing_ok === true) return [];
    const message = `column "${name}" of relation "${table.definition.name}" already exists`;
    throw new Refused("duplicateColumn", message, { location: Number(fields.location ?? 0) });
  }
  const read = readColumn(input, fields, range.end);
  const last = state.columns.at(-1);
  const after = last === undefined ? undefined : (state.placed.get(last) ?? last);
  state.columns = [...state.columns, name];
  const own = table.definition.name;
  const isCounted = read.column.identity !== undefined;
  const column = isCounted ? countedColumn(input, own, read, state.later) : read.column;
  const constraints = isCounted ? [] : read.constraints;
  if (!isCounted) state.converted.set(name, column);
  return [
    { kind: "add_column", table: own, column, ...(after === undefined ? {} : { after }) },
    ...constraints.map((constraint): Change => ({ kind: "add_constraint", table: own, constraint })),
  ];
}

function newDefault(
  input: DefinitionInput,
  column: Column = { name: "", type: "text" },
  definition: TreeNode | null,
  range: Range,
): ColumnSettings {
  if (definition === null) return { default: null, default_expression: null };
  const { catalog, text } = input;
  const keyword = placedTokens(text, range).findLast(({ depth, word }) => depth === 0 && word === "DEFAULT");
  const typed = text.slice(keyword?.end ?? range.start, range.end).trim();
  const {
    default: value,
    default_expression,
    identity,
  } = sequenceDefault(input, column, definition, typed) ?? readDefault(catalog, column, definition, typed);
  if (identity !== undefined) return { identity };
  return { default: value ?? null, default_expression: default_expression ?? null };
}
