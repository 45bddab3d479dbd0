import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { findUser, type User } from "#lib/store/account/user.ts";
import { listOrganizations, type Organization } from "#lib/store/organizations/organization.ts";
import type { Actor } from "../actor.ts";

export interface CurrentUser {
  readonly user: User;
  readonly organizations: readonly Organization[];
}

/** Who is signed in, and the organizations that they belong to. */
export async function currentUser(actor: Actor): Promise<CurrentUser> {
  const scope = { kind: "user", userId: actor.userId } as const;
  return runtime().database.transaction(scope, async (tx) => {
    const [users, organizations] = await Promise.all([
      tx.query<User>(findUser(actor.userId)),
      tx.query<Organization>(listOrganizations(actor.userId)),
    ]);
    const [user] = users.rows;
    if (user === undefined) throw new AppError("RH100", "This account does not exist any more.");
    return { user, organizations: organizations.rows };
  });
}
