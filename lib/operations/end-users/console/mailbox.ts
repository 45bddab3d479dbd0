import { unseal } from "#lib/auth/sealed.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { deleteAuthMessages, listAuthMessages } from "#lib/store/end-users/auth-message.ts";
import { authorize } from "../../authorize.ts";
import type { Page, PageRequest } from "../../page.ts";
import { messageLabel } from "../deliver.ts";
import type { AppAsMember } from "./open.ts";

/** A message as the mailbox shows it. */
export interface MailboxMessage {
  readonly id: string;
  readonly channel: "email" | "sms";
  readonly template: string;
  readonly recipient: string;
  readonly subject: string | null;
  /** HTML of a mail, text of an SMS; null when a mail server has it. */
  readonly body: string | null;
  readonly created_at: string;
  readonly sent_at: string | null;
  readonly failure: string | null;
}

type Row = Omit<MailboxMessage, "body"> & { readonly sealed: Uint8Array | null; readonly total: number };

/** What the app's auth has sent, the newest first. Its links sign in: for the app's administrators alone. */
export async function listMailbox(
  { actor, databaseId }: AppAsMember,
  page: PageRequest,
): Promise<Page<MailboxMessage>> {
  const scope = await authorize(actor, databaseId, "admin");
  const { database, config } = runtime();
  const { rows } = await database.query<Row>(scope, listAuthMessages(scope, page));
  const items = rows.map(({ sealed, total: _, ...message }) => ({
    ...message,
    body: sealed === null ? null : unseal(sealed, config.secret, messageLabel(scope.projectId)),
  }));
  return { items, total: rows[0]?.total ?? 0, ...page };
}

export async function emptyMailbox({ actor, databaseId }: AppAsMember): Promise<void> {
  const scope = await authorize(actor, databaseId, "admin");
  await runtime().database.query(scope, deleteAuthMessages(scope));
}
