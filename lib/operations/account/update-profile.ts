import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { type User, updateUserName } from "#lib/store/account/user.ts";
import type { Actor } from "../actor.ts";

/** Changes what the account is called. */
export async function updateProfile(actor: Actor, input: { readonly name: string | null }): Promise<User> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const name = input.name?.trim() || null;
  const { rows } = await runtime().database.query<User>(scope, updateUserName(actor.userId, name));
  const [user] = rows;
  if (user === undefined) throw new AppError("RH100", "This account does not exist any more.");
  return user;
}
