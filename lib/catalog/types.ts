import type { CatalogPrivileges } from "./access-types.ts";
import type { CatalogApiSettings } from "./api-settings.ts";
import type { Position } from "./change-types.ts";
import type { Table } from "./definition-types.ts";
import type { SlotName, TableStorage } from "./storage-types.ts";
import type {
  CatalogDomain,
  CatalogEnum,
  CatalogFunction,
  CatalogSequence,
  CatalogView,
} from "./stored-objects.ts";

/** The catalog as plain values, and the vocabulary that it is made of. Pure data: no class, no date, no undefined. */

export type {
  AppRole,
  BoundPolicy,
  CatalogPrivileges,
  Policy,
  PolicyRole,
  RoleGrants,
  TableGrants,
  TableVerb,
} from "./access-types.ts";
export type { CatalogApiSettings } from "./api-settings.ts";
export type { SignUpWork } from "./block-steps.ts";
export type { Change, ColumnSettings, Position } from "./change-types.ts";
export { type ColumnType, columnTypes, type Json } from "./column-type.ts";
export type {
  Column,
  Constraint,
  ConstraintNames,
  OnDelete,
  Reference,
  Schema,
  Table,
} from "./definition-types.ts";
export type {
  EmbeddedCall,
  FunctionArgument,
  FunctionStep,
  StoredRead,
  TypedName,
} from "./function-parts.ts";
export type { RowTrigger, RowTriggerWork, TriggerBody } from "./row-triggers.ts";
export { type ColumnStorage, type SlotName, slotNames, type TableStorage } from "./storage-types.ts";
export type {
  CatalogDomain,
  CatalogEnum,
  CatalogFunction,
  CatalogSequence,
  CatalogView,
  FunctionReturn,
  ReturnedColumn,
  SplitText,
  ViewColumn,
  ViewWrites,
} from "./stored-objects.ts";

/** A table of one project: its definition, and how its rows are stored. */
export interface CatalogTable {
  readonly id: string;
  readonly definition: Table;
  readonly storage: TableStorage;
  readonly position: Position | null;
  /** `users`, whose rows the end-user auth owns. */
  readonly isAuth: boolean;
  /** Of a statement that has fallen over a key: the keys that rows tell the values of, by constraint. */
  readonly toldKeys?: { readonly [constraint: string]: ToldKey };
}

/** What a key is of. */
export interface ToldKey {
  /** As Postgres lists it: `a, b`, or `lower(email)`. */
  readonly attributes: string;
  /** Null: not only of columns. */
  readonly columns: readonly string[] | null;
}

/** A table whose rows still point at others, which may go nevertheless. */
export interface PointingTable {
  readonly id: string;
  readonly slots: readonly SlotName[];
}

/** All tables of one project at one version, and what is stored beside them: an immutable value. */
export interface Catalog {
  readonly projectId: string;
  readonly databaseId: string;
  readonly version: number;
  readonly tables: readonly CatalogTable[];
  /** The dropped tables whose rows still point. Absent, like the five below: none. */
  readonly trash?: readonly PointingTable[];
  readonly views?: readonly CatalogView[];
  readonly functions?: readonly CatalogFunction[];
  readonly enums?: readonly CatalogEnum[];
  readonly sequences?: readonly CatalogSequence[];
  readonly domains?: readonly CatalogDomain[];
  /** Absent: what is made is open to the roles of an app, as far as its rules go. */
  readonly privileges?: CatalogPrivileges;
  /** Absent: the data API is as the product has it. */
  readonly api?: CatalogApiSettings;
  /** The schemas that the text that is being run has made; those with functions are known by these. */
  readonly schemas?: readonly string[];
}
