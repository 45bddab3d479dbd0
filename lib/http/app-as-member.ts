import type { Actor } from "#lib/operations/actor.ts";
import type { AppAsMember } from "#lib/operations/end-users/console/open.ts";
import { clientOf } from "./client.ts";

/** Who works on which app's accounts, and from where: what the audit log keeps. */
export function appAsMember(passed: {
  readonly actor: Actor;
  readonly params: { readonly databaseId: string };
  readonly request: Request;
}): AppAsMember {
  const { actor, params, request } = passed;
  return { actor, databaseId: params.databaseId, client: clientOf(request.headers) };
}
