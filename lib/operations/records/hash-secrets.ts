import { isImportableHash } from "../../auth/imported-hash.ts";
import { passwordProblem } from "../../auth/password-rules.ts";
import type { Json } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { runtime } from "../../runtime/runtime.ts";
import { invalidRecord } from "./record-errors.ts";

/** The name of the one write-only column there is, which cannot be renamed. */
const secretColumn = "password_hash";

/** More passwords than this take longer to hash than a request may take. */
const passwordsMax = 100;

/**
 * What goes to the credentials for each record: a bcrypt, argon2 or Firebase scrypt hash as it is (users brought along from elsewhere), anything
 * else hashed as the password that it must be; null when the record has none. Empty when none has, and for every table but
 * that of end users: a column of that name elsewhere is a column like any other.
 *
 * Call it before the transaction: hashing takes a quarter of a second each, and nobody should wait on locks meanwhile.
 *
 * @param pathOf the JSON pointer of a record, by its index.
 * @throws {AppError} RH300 for a weak password, or too many that are not hashed yet.
 */
export async function hashSecrets(
  scope: TenantScope,
  tableName: string,
  records: readonly unknown[],
  pathOf: (index: number) => string,
): Promise<readonly (string | null)[]> {
  const secrets = records.map(secretOf);
  // Most writes have none, and need no look at the catalog for it.
  if (secrets.every((secret) => secret === null)) return [];
  const { tables } = await runtime().catalogs.get(scope);
  if (!tables.some(({ definition, isAuth }) => isAuth && definition.name === tableName)) return [];
  const plain = secrets.flatMap((secret, index) =>
    secret === null || isImportableHash(secret) ? [] : [index],
  );
  const issues = plain.flatMap((index) => {
    const problem = passwordProblem(secrets[index] ?? "");
    return problem === null
      ? []
      : [
          {
            path: `${pathOf(index)}/${secretColumn}`,
            message: `${problem} Give a password, or a bcrypt hash.`,
          },
        ];
  });
  if (issues.length > 0) throw invalidRecord(issues.slice(0, passwordsMax));
  if (plain.length > passwordsMax) {
    const message = `At most ${passwordsMax} passwords can be hashed at once; give bcrypt hashes instead.`;
    throw invalidRecord([{ path: `${pathOf(plain[passwordsMax] ?? 0)}/${secretColumn}`, message }]);
  }
  return Promise.all(
    secrets.map((secret) =>
      secret === null || isImportableHash(secret) ? secret : runtime().passwords.hash(secret),
    ),
  );
}

function secretOf(record: unknown): string | null {
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, secretColumn)) return null;
  const value = (record as { readonly [column: string]: Json })[secretColumn];
  return typeof value === "string" ? value : null;
}
