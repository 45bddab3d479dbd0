import { deriveKey } from "../derive-key.ts";

/** What the database needs of the secret: the passwords of the two logins and the key that signs contexts. */
export interface DatabaseKeys {
  readonly passwords: { readonly rowhouse_request: string; readonly rowhouse_sql: string };
  readonly signingKey: Uint8Array;
}

export function databaseKeys(secret: string): DatabaseKeys {
  const password = (login: string) =>
    Buffer.from(deriveKey(secret, `postgres-login:${login}`, 32)).toString("base64url");
  return {
    passwords: { rowhouse_request: password("rowhouse_request"), rowhouse_sql: password("rowhouse_sql") },
    signingKey: deriveKey(secret, "signed-context", 32),
  };
}
