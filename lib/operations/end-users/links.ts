import { authError } from "#lib/auth/auth-error.ts";
import { requireStrongPassword } from "#lib/auth/end-user-password.ts";
import { type Account, isEmailConfirmed } from "#lib/auth/user-object.ts";
import type { Catalog } from "#lib/catalog/types.ts";
import type { Transaction } from "#lib/db/database.ts";
import { updateAccount } from "#lib/store/end-users/end-user.ts";
import { writeInCatalog } from "../in-catalog.ts";
import { findAccount } from "./accounts.ts";
import { requireEmail } from "./addresses.ts";
import { audit } from "./audit.ts";
import type { AuthRequest } from "./auth-project.ts";
import { createUser } from "./create-user.ts";
import { deliver } from "./deliver.ts";
import { hashPassword } from "./passwords.ts";
import { type MadeToken, makeToken, sendToken, type TokenOrder } from "./send-token.ts";
import { requireAccount } from "./sessions.ts";

export interface InviteInput {
  readonly email?: string;
  readonly data?: { readonly [key: string]: unknown };
  readonly redirectTo?: string | null;
}

/** Makes an account without a password, and mails a link to it. @throws {AppError} email_exists */
export async function inviteUser(request: AuthRequest, input: InviteInput): Promise<Account> {
  const email = requireEmail(input.email ?? "");
  const { account, message } = await writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const invited = await invitedAccount(tx, catalog, request, { email, data: input.data ?? {} });
    const order = { ...orderOf.invite, to: email, redirectTo: input.redirectTo ?? null };
    const message = await sendToken(tx, request, invited, order);
    return { account: await requireAccount(tx, catalog, invited.id), message };
  });
  await deliver(request.project, message);
  return account;
}

async function invitedAccount(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  { email, data }: { readonly email: string; readonly data: { readonly [key: string]: unknown } },
): Promise<Account> {
  const known = await findAccount(tx, catalog, { email });
  if (known !== null && isEmailConfirmed(known)) throw authError("email_exists");
  const newcomer = { email, passwordHash: null, data, isConfirmed: false };
  const id = known?.id ?? (await createUser(tx, catalog, request, newcomer));
  await tx.query(updateAccount(request.project.scope, id, { invited_at: new Date() }));
  await audit(tx, request, "user_invited", { userId: id });
  return requireAccount(tx, catalog, id);
}

const linkTypes = [
  "signup",
  "invite",
  "magiclink",
  "recovery",
  "email_change_current",
  "email_change_new",
] as const;
type LinkType = (typeof linkTypes)[number];

const orderOf: { readonly [type in LinkType]: Omit<TokenOrder, "to"> } = {
  signup: { kind: "confirmation", template: "confirmation", channel: "email", type: "signup" },
  invite: { kind: "confirmation", template: "invite", channel: "email", type: "invite" },
  magiclink: { kind: "recovery", template: "magic_link", channel: "email", type: "magiclink" },
  recovery: { kind: "recovery", template: "recovery", channel: "email", type: "recovery" },
  email_change_current: {
    kind: "email_change_current",
    template: "email_change",
    channel: "email",
    type: "email_change",
  },
  email_change_new: {
    kind: "email_change_new",
    template: "email_change",
    channel: "email",
    type: "email_change",
  },
};

export interface GenerateLinkInput {
  readonly type?: string;
  readonly email?: string;
  readonly new_email?: string;
  readonly password?: string;
  readonly data?: { readonly [key: string]: unknown };
  readonly redirectTo?: string | null;
}

export interface GeneratedLink {
  readonly account: Account;
  readonly made: MadeToken;
  readonly verificationType: string;
}

/** A link for whoever sends mail by other means. @throws {AppError} user_not_found, email_exists, validation_failed */
export async function generateLink(request: AuthRequest, input: GenerateLinkInput): Promise<GeneratedLink> {
  const type = linkTypes.find((candidate) => candidate === input.type);
  if (type === undefined) {
    throw authError("validation_failed", `Invalid email action link type requested: ${input.type ?? ""}`);
  }
  const email = requireEmail(input.email ?? "");
  const newEmail = type.startsWith("email_change") ? requireEmail(input.new_email ?? "") : null;
  if (type === "signup" && input.password)
    requireStrongPassword(input.password, request.project.settings.password);
  const passwordHash = type === "signup" && input.password ? await hashPassword(input.password) : null;
  return writeInCatalog(request.project.scope, "shared", async (tx, catalog) => {
    const known = await findAccount(tx, catalog, { email });
    const found = { type, known, email, newEmail, passwordHash, data: input.data ?? {} };
    const account = await linkAccount(tx, catalog, request, found);
    const verificationType = type === "magiclink" && known === null ? "signup" : type;
    const to = type === "email_change_new" ? (newEmail ?? email) : email;
    const order = { ...orderOf[verificationType], to, redirectTo: input.redirectTo ?? null };
    const made = await makeToken(tx, request, account, order);
    return { account: await requireAccount(tx, catalog, account.id), made, verificationType };
  });
}

interface LinkFor {
  readonly type: LinkType;
  readonly known: Account | null;
  readonly email: string;
  readonly newEmail: string | null;
  readonly passwordHash: string | null;
  readonly data: { readonly [key: string]: unknown };
}

async function linkAccount(
  tx: Transaction,
  catalog: Catalog,
  request: AuthRequest,
  { type, known, email, newEmail, passwordHash, data }: LinkFor,
): Promise<Account> {
  if (type === "invite") return invitedAccount(tx, catalog, request, { email, data });
  if (type === "signup" || (type === "magiclink" && known === null)) {
    if (known !== null && isEmailConfirmed(known)) throw authError("email_exists");
    const newcomer = { email, passwordHash, data, isConfirmed: false };
    return known ?? requireAccount(tx, catalog, await createUser(tx, catalog, request, newcomer));
  }
  if (known === null) throw authError("user_not_found", "User with this email not found");
  if (newEmail === null) return known;
  const other = await findAccount(tx, catalog, { email: newEmail });
  if (other !== null && other.id !== known.id) throw authError("email_exists");
  const isSame = known.new_email === newEmail;
  await tx.query(
    updateAccount(request.project.scope, known.id, {
      new_email: newEmail,
      ...(isSame ? {} : { email_change_confirmed: [] }),
    }),
  );
  return { ...known, new_email: newEmail };
}
