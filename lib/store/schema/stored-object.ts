import type {
  Catalog,
  CatalogApiSettings,
  CatalogDomain,
  CatalogEnum,
  CatalogFunction,
  CatalogPrivileges,
  CatalogSequence,
  CatalogView,
} from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { type Sql, sql } from "../../sql/sql.ts";

/** What a database holds beside its tables. */
export type StoredObject =
  | { readonly kind: "view"; readonly definition: CatalogView }
  | { readonly kind: "function"; readonly definition: CatalogFunction }
  | { readonly kind: "enum"; readonly definition: CatalogEnum }
  | { readonly kind: "sequence"; readonly definition: CatalogSequence }
  | { readonly kind: "domain"; readonly definition: CatalogDomain }
  | { readonly kind: "privileges"; readonly definition: CatalogPrivileges }
  | { readonly kind: "api"; readonly definition: CatalogApiSettings };

/** A row of `project_objects`. */
export interface StoredObjectRow {
  readonly kind: StoredObject["kind"];
  /** The value of the catalog itself, of the kind that `kind` names. */
  readonly definition: unknown;
}

export function selectObjects(scope: TenantScope): Sql {
  return sql`
    select kind, definition
      from rowhouse.project_objects
     where project_id = ${scope.projectId}
       and database_id = ${scope.databaseId}
     order by created_at, id`;
}

/** The rows as the catalog lists them. */
export function objectsOf(
  rows: readonly StoredObjectRow[],
): Pick<Required<Catalog>, "views" | "functions" | "enums" | "sequences" | "domains"> &
  Pick<Catalog, "privileges" | "api"> {
  // The casts: only `putObject` writes definitions, each under its own kind.
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.definition);
  const [privileges] = of("privileges") as CatalogPrivileges[];
  const [api] = of("api") as CatalogApiSettings[];
  return {
    ...(privileges === undefined ? {} : { privileges }),
    ...(api === undefined ? {} : { api }),
    views: of("view") as CatalogView[],
    functions: of("function") as CatalogFunction[],
    enums: of("enum") as CatalogEnum[],
    sequences: of("sequence") as CatalogSequence[],
    domains: of("domain") as CatalogDomain[],
  };
}

/** Stores an object under its id, a new one or a new definition of an old one. */
export function putObject(scope: TenantScope, { kind, definition }: StoredObject): Sql {
  return sql`
    insert into rowhouse.project_objects (project_id, database_id, id, kind, name, definition)
    values (${scope.projectId}, ${scope.databaseId}, ${definition.id}, ${kind}, ${definition.name}, ${JSON.stringify(definition)})
    on conflict (project_id, id) do update set name = excluded.name, definition = excluded.definition`;
}

export function deleteObject(scope: TenantScope, id: string): Sql {
  return sql`
    delete from rowhouse.project_objects
     where project_id = ${scope.projectId}
       and id = ${id}`;
}
