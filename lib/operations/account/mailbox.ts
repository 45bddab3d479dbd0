import { unseal } from "#lib/auth/sealed.ts";
import { systemScope } from "#lib/db/scope.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import {
  type AccountMessageRow,
  deleteAccountMessages,
  listAccountMessages,
} from "#lib/store/account/account-message.ts";
import type { Page, PageRequest } from "../page.ts";
import { accountMessageLabel } from "./deliver-mail.ts";

/** A message to a console account that no server has taken. */
export interface AccountMailboxMessage extends Omit<AccountMessageRow, "sealed"> {
  /** HTML. */
  readonly body: string;
}

/** This machine's mailbox, the newest first. Its links change passwords: callers have made sure who asks (`requireLocalVisitor`). */
export async function listAccountMailbox(page: PageRequest): Promise<Page<AccountMailboxMessage>> {
  const { database, config } = runtime();
  const { rows } = await database.query<AccountMessageRow & { total: number }>(
    systemScope,
    listAccountMessages(page),
  );
  const items = rows.map(({ sealed, total: _, ...message }) => ({
    ...message,
    body: unseal(sealed, config.secret, accountMessageLabel),
  }));
  return { items, total: rows[0]?.total ?? 0, ...page };
}

export async function emptyAccountMailbox(): Promise<void> {
  await runtime().database.query(systemScope, deleteAccountMessages());
}
