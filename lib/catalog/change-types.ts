import type { Policy, PolicySettings, PrivilegeChange } from "./access-types.ts";
import type { ColumnType, Json } from "./column-type.ts";
import type { Column, Constraint, Reference, Table, TouchTrigger } from "./definition-types.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
}

export interface ColumnSettings {
  readonly type?: ColumnType;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly indexed?: boolean;
  readonly default?: Json;
  readonly description?: string;
  readonly enum_values?: readonly string[];
  readonly references?: Reference | null;
  /** Set together with `type`; null or, beside a new `type`, absent: the type is one of the contract's. */
  readonly sql_type?: string | null;
  readonly default_expression?: string | null;
  readonly generated?: string | null;
  readonly identity?: "always" | "by default" | null;
  readonly touched_by?: TouchTrigger | null;
}

/** One step of a schema's life: what words, the builder and typed DDL all become. */
export type Change =
  | { readonly kind: "create_table"; readonly table: Table; readonly position?: Position }
  | { readonly kind: "rename_table"; readonly table: string; readonly to: string }
  | { readonly kind: "drop_table"; readonly table: string; readonly cascade?: boolean }
  | { readonly kind: "describe_table"; readonly table: string; readonly description: string }
  | { readonly kind: "add_column"; readonly table: string; readonly column: Column; readonly after?: string }
  | { readonly kind: "rename_column"; readonly table: string; readonly column: string; readonly to: string }
  | {
      readonly kind: "alter_column";
      readonly table: string;
      readonly column: string;
      readonly set: ColumnSettings;
    }
  | {
      readonly kind: "move_column";
      readonly table: string;
      readonly column: string;
      readonly after: string | null;
    }
  | {
      readonly kind: "drop_column";
      readonly table: string;
      readonly column: string;
      /** Drops references to it and what is computed from it too. */
      readonly cascade?: boolean;
    }
  | { readonly kind: "restore_table"; readonly table: string }
  | { readonly kind: "restore_column"; readonly table: string; readonly column: string }
  | { readonly kind: "add_constraint"; readonly table: string; readonly constraint: Constraint }
  | { readonly kind: "drop_constraint"; readonly table: string; readonly name: string }
  | { readonly kind: "create_policy"; readonly table: string; readonly policy: Policy }
  | {
      readonly kind: "alter_policy";
      readonly table: string;
      readonly name: string;
      readonly set: PolicySettings;
    }
  | { readonly kind: "drop_policy"; readonly table: string; readonly name: string }
  | ({ readonly kind: "grant" } & PrivilegeChange)
  | ({ readonly kind: "revoke" } & PrivilegeChange)
  | { readonly kind: "move_table"; readonly table: string; readonly position: Position };
