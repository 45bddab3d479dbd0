import { passwordProblem } from "../auth/password-rules.ts";
import type { CatalogTable, Json } from "../catalog/types.ts";
import { runtime } from "../runtime/runtime.ts";
import { invalidRecord } from "./record-errors.ts";

const bcryptHash = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

/**
 * What goes to the credentials for the write-only column of a record: a bcrypt hash as it is (users brought along from
 * elsewhere), anything else hashed as the password that it must be; null when the record has none.
 */
export async function secretHash(
  table: CatalogTable,
  record: { readonly [column: string]: Json },
): Promise<string | null> {
  const secret = Object.entries(table.storage.columns).find(([, { place }]) => place === "secret")?.[0];
  const value = secret === undefined ? undefined : record[secret];
  if (typeof value !== "string") return null;
  if (bcryptHash.test(value)) return value;
  const problem = passwordProblem(value);
  if (problem !== null) {
    throw invalidRecord([
      { path: `/data/${secret}`, message: `${problem} Give a password, or a bcrypt hash.` },
    ]);
  }
  return runtime().passwords.hash(value);
}
