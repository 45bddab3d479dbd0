import { apiDefaults } from "../../catalog/api-settings.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { answerBytesMax } from "../../db/protocol/answer-limit.ts";
import type { TenantScope } from "../../db/scope.ts";
import { accessOf, demandCall, writeAccess } from "../../engine/access/access.ts";
import type { Access } from "../../engine/access/access-types.ts";
import { joinableRelation, slotNamesOf } from "../../engine/access/joinable-relation.ts";
import { storedParts, storedRelation } from "../../engine/access/stored-relation.ts";
import { readableColumns } from "../../engine/column-sql.ts";
import { ofTable } from "../../engine/relation.ts";
import { callSelect, viewSelect } from "../../engine/stored-view.ts";
import { argumentValues, writingCall } from "../../query/calls/writing-function.ts";
import { isDerived } from "../../rest/plan/derived-table.ts";
import type { WriteContext } from "../../rest/plan/write-context.ts";
import { tableDestination } from "../../rest/write/destination.ts";
import { keyword } from "../../sql/sql.ts";
import { viewDestination } from "./view-destination.ts";
import { agedViewRows } from "./view-rows.ts";
import { callerReader, catalogFor, noBodies, type WritingBodies } from "./writing-bodies.ts";

/** What the caller of the data API may see of a project's tables, and do with them. */
export function restContext(
  catalog: Catalog,
  scope: TenantScope,
  bodies: WritingBodies = noBodies,
): WriteContext {
  const known = new Map<CatalogTable, Access | undefined>();
  const access = (table: CatalogTable) => {
    if (!known.has(table)) known.set(table, accessOf(catalog, table, scope));
    return known.get(table);
  };
  const read = callerReader(scope, access);
  const functions = catalogFor(scope, catalog);
  const viewOf = (table: CatalogTable) =>
    isDerived(table) ? catalog.views?.find(({ id }) => id === table.id) : undefined;
  const visible = (table: CatalogTable) => {
    access(table)?.demand("select");
    return joinableRelation(catalog, table, access(table), "hard");
  };
  const columns = (table: CatalogTable) =>
    isDerived(table) ? table.definition.columns : (access(table)?.readable ?? readableColumns(table));
  return {
    catalog,
    // What comes beside the body, a key for one, has room.
    writtenBytesMax: answerBytesMax - 64 * 1024,
    rowsMax: catalog.api?.maxRows ?? apiDefaults.maxRows,
    mayAggregate: catalog.api?.aggregates ?? apiDefaults.aggregates,
    columns,
    slots: (table) =>
      slotNamesOf(
        table,
        access(table)?.readable.map(({ name }) => name),
      ),
    // A view's tables are asked for one by one, when they are read.
    assertReadable: (table) => (isDerived(table) ? undefined : access(table)?.demand("select")),
    relation: (table, barrier) => {
      const view = viewOf(table);
      return view === undefined
        ? joinableRelation(catalog, table, access(table), barrier)
        : viewSelect(functions, view, read);
    },
    agedView: (table) => {
      const view = viewOf(table);
      if (view === undefined) return null;
      return agedViewRows(functions, view, {
        read,
        visible,
        isBound: (stored) => access(stored) !== undefined,
      });
    },
    call: (called, given) => {
      demandCall(called, scope.apiRole);
      const own = functions.functions?.find(({ id }) => id === called.id) ?? called;
      return callSelect(functions, own, given, read);
    },
    writingCall: (called, given) => {
      demandCall(called, scope.apiRole);
      return writingCall(called, bodies(called), given);
    },
    steppedCall: (called, given) => {
      demandCall(called, scope.apiRole);
      return argumentValues(called, given);
    },
    stored: (table, barrier, row) => {
      const bound = access(table);
      const parts = storedParts(table, bound);
      return bound === undefined
        ? { source: null, condition: ofTable(catalog, table, row), parts }
        : { source: storedRelation(catalog, table, bound, barrier), condition: keyword("true"), parts };
    },
    destination: (table, verb) => {
      const view = viewOf(table);
      if (view === undefined) return tableDestination(table, columns(table));
      return viewDestination(functions, view, verb, { read, visible });
    },
    assertWritable: (table, verb, columns) => access(table)?.demand(verb, columns),
    assertColumnsReadable: (table, columns) => access(table)?.demand("select", columns),
    writeAccess: (table, verb, isSeen) => writeAccess(access(table), verb, isSeen),
  };
}
