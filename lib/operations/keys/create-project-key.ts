import { randomUUID } from "node:crypto";
import { hashToken, newProjectKey } from "#lib/auth/opaque-token.ts";
import type { Transaction } from "#lib/db/database.ts";
import type { TenantScope } from "#lib/db/scope.ts";
import { AppError, invalidInput } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { insertProjectActivity } from "#lib/store/organizations/activity.ts";
import { insertKey, type NewProjectKey, type ProjectKey } from "#lib/store/projects/project-key.ts";
import type { Actor } from "../actor.ts";
import { authorizeProject } from "../authorize.ts";
import { type ScopesByName, scopesById } from "./key-scopes.ts";
import { keysChanged } from "./keys-changed.ts";
import { type ShownProjectKey, shownKeys } from "./project-keys.ts";

export interface CreateProjectKeyInput {
  readonly kind: ProjectKey["kind"];
  readonly name: string;
  /** Tables, by name, and verbs that the key may touch; absent or null: whatever its kind may. */
  readonly scopes?: ScopesByName | null;
  /** RFC 3339; absent or null: it does not end by itself. */
  readonly expires_at?: string | null;
}

/**
 * Makes a key. The token of a publishable or secret one is in this answer and nowhere else.
 *
 * @throws {AppError} RH102 below admin, or when asked by a personal access token; RH002 for a table that is not there.
 */
export async function createProjectKey(
  actor: Actor,
  projectId: string,
  input: CreateProjectKeyInput,
): Promise<ShownProjectKey> {
  refuseAutomation(actor);
  const { scope, ref } = await authorizeProject(actor, projectId, "admin");
  const key = {
    kind: input.kind,
    name: input.name.trim(),
    scopes: input.scopes == null ? null : await scopesById(scope, input.scopes),
    expiresAt: expiryOf(input.expires_at ?? null),
    replaces: null,
  };
  return storeKey(scope, ref, { key, event: "key_created" });
}

type KeyToStore = Omit<NewProjectKey, "id" | "tokenHash" | "tokenStart">;

interface Storing {
  readonly key: KeyToStore;
  readonly event: "key_created" | "key_rotated";
  /** What has to be done with it or not at all. */
  readonly within?: (tx: Transaction) => Promise<void>;
}

/** Stores a new key and shows its token. */
export async function storeKey(
  scope: TenantScope,
  ref: string,
  { key, event, within }: Storing,
): Promise<ShownProjectKey> {
  const { kind } = key;
  const token = kind === "publishable" || kind === "secret" ? newProjectKey(kind) : null;
  const statement = insertKey(scope, {
    ...key,
    id: randomUUID(),
    tokenHash: token === null ? null : hashToken(token),
    tokenStart: token === null ? null : token.slice(0, kind.length + 8),
  });
  const rows = await runtime().database.transaction(scope, async (tx) => {
    const inserted = await tx.query<ProjectKey>(statement);
    await tx.query(
      insertProjectActivity(scope, { kind: event, details: { name: key.name, key_kind: kind } }),
    );
    await within?.(tx);
    return inserted.rows;
  });
  await keysChanged(scope);
  const [stored] = await shownKeys(scope, ref, rows);
  if (stored === undefined) throw new AppError("RH000", "The key was not stored.");
  return token === null ? stored : { ...stored, token };
}

/** A leaked token for automation must not make a key that outlives it. */
export function refuseAutomation(actor: Actor): void {
  if (actor.credential.kind !== "token") return;
  throw new AppError("RH102", "A personal access token cannot make keys.", { hint: "Sign in first." });
}

function expiryOf(given: string | null): string | null {
  if (given === null) return null;
  const time = Date.parse(given);
  if (Number.isNaN(time)) throw invalidInput([{ path: "/expires_at", message: "must be a point in time" }]);
  if (time <= Date.now()) throw invalidInput([{ path: "/expires_at", message: "must lie in the future" }]);
  return new Date(time).toISOString();
}
