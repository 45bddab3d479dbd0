import type { ComponentType, ReactNode } from "react";
import type { Column, Position, Table } from "#lib/catalog/types.ts";

/** What a proposal or a draft does to something that is drawn. */
export type Mark = "added" | "changed" | "removed";

export interface TableMarks {
  /** Of the table as a whole; `changed` when only columns of it are. */
  readonly table?: Mark;
  /** By column name. */
  readonly columns?: { readonly [column: string]: Mark };
}

/** By table name. */
export type SchemaMarks = { readonly [table: string]: TableMarks };

export type Positions = { readonly [table: string]: Position };

/** A table, or one column of it. */
export interface CanvasPlace {
  readonly table: string;
  readonly column: string | null;
}

export interface CardHeaderProps {
  readonly table: Table;
  readonly mark: Mark | undefined;
}

export interface CardRowProps {
  readonly table: Table;
  readonly column: Column;
  readonly mark: Mark | undefined;
  readonly isSelected: boolean;
}

/** What an editor draws in place of the card's plain parts: they have to keep the size of `card-size.ts`. */
export interface CardParts {
  readonly Header?: ComponentType<CardHeaderProps>;
  readonly Row?: ComponentType<CardRowProps>;
  /** Around the whole card. */
  readonly Frame?: ComponentType<{ readonly table: Table; readonly children: ReactNode }>;
}

export interface SchemaCanvasProps {
  /** All that is drawn, also what is marked as removed. */
  readonly tables: readonly Table[];
  /** Names the canvas to screen readers. */
  readonly label: string;
  readonly marks?: SchemaMarks;
  /** Where tables stand; those without a place are laid out. */
  readonly positions?: Positions;
  readonly selected?: CanvasPlace | null;
  readonly onSelect?: (place: CanvasPlace | null) => void;
  /** Absent: cards stay where they are. */
  readonly onMove?: (moved: Positions) => void;
  /** Absent: no relation can be drawn. `from.column` is null when it was drawn from the table itself. */
  readonly onConnect?: (from: CanvasPlace, to: string) => void;
  readonly onOpenRelation?: (place: CanvasPlace) => void;
  /** Brings a table into view whenever the value is another one. */
  readonly focus?: { readonly table: string } | { readonly all: true } | null;
  readonly parts?: CardParts;
  readonly className?: string;
}
