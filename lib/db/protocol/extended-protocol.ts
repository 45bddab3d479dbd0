import type pg from "pg";
import type { ResultColumn, SqlStatement } from "../sql-runner.ts";
import { typeName, typeOid } from "./type-names.ts";

/** The messages of the extended protocol that a portal takes; `pg`'s own types leave most of them out. */
export interface Wire {
  readonly stream: { cork?(): void; uncork?(): void };
  parse(message: { text: string; types: readonly number[] }): void;
  bind(message: { values: readonly (string | null)[] }): void;
  describe(message: { type: "P" | "S"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  flush(): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

const textOid = 25;
const inferred = 0;

/** Sends a Parse; the server infers the types of parameters that are not told. */
export function sendParse(wire: Wire, { text, unused = [], types = [] }: SqlStatement): void {
  const oids = unused.map((isUnused, index) =>
    isUnused ? textOid : (typeOid(types[index] ?? "") ?? inferred),
  );
  wire.parse({ text, types: oids });
}

/** A `RowDescription`. */
export interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

export function wireOf(connection: pg.Connection): Wire {
  // The cast: `pg`'s types describe these methods as of an older protocol layer.
  return connection as unknown as Wire;
}

export function columnsOf({ fields }: RowDescription): readonly ResultColumn[] {
  return fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) }));
}
