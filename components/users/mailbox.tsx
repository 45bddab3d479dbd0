"use client";

import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Sheet } from "#components/ui/dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { authPath, type MailboxMessage, useForgetUsers, useMailbox } from "./app-users.ts";
import { UsersFrame } from "./users-frame.tsx";

/** Mail and SMS of the app: here they arrive while no server sends them. */
export function Mailbox() {
  const { databaseId } = useProject();
  const forget = useForgetUsers(databaseId);
  const [openId, setOpenId] = useState<string | null>(null);
  const messages = useMailbox(databaseId, 100);
  const items = messages.data?.items ?? [];
  const opened = items.find(({ id }) => id === openId);

  async function empty() {
    try {
      await send("DELETE", `${authPath(databaseId)}/mailbox`);
      void forget();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <UsersFrame
      actions={items.length > 0 ? <Button onClick={() => void empty()}>Empty mailbox</Button> : null}
    >
      {messages.isPending ? <Skeleton className="h-40 rounded-xl" /> : null}
      {messages.error ? (
        <Notice tone="danger" title={explain(messages.error).title}>
          {explain(messages.error).description}
        </Notice>
      ) : null}
      {messages.data && items.length === 0 ? (
        <EmptyState title="No messages yet" className="rounded-xl border border-dashed">
          Without a mail server (SMTP_URL), all that your app sends to its users arrives here: you can try
          every link at once.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <ul className="divide-y overflow-hidden rounded-xl border bg-raised shadow-card">
          {items.map((message) => (
            <MessageLine key={message.id} message={message} onOpen={() => setOpenId(message.id)} />
          ))}
        </ul>
      ) : null}
      {opened ? <MessageSheet message={opened} onClose={() => setOpenId(null)} /> : null}
    </UsersFrame>
  );
}

function MessageLine({ message, onOpen }: { readonly message: MailboxMessage; readonly onOpen: () => void }) {
  return (
    <li className="relative flex items-center gap-4 px-4 py-3 hover:bg-sunken md:px-5">
      <div className="min-w-0 flex-1">
        <button
          type="button"
          onClick={onOpen}
          className="block max-w-full truncate text-left font-medium after:absolute after:inset-0"
        >
          {message.subject ?? "SMS"}
        </button>
        <p className="truncate text-[0.8125rem] text-soft">to {message.recipient}</p>
      </div>
      <Delivery message={message} />
      <p className="hidden shrink-0 text-faint text-xs tabular-nums sm:block">
        {formatMoment(message.created_at)}
      </p>
    </li>
  );
}

function Delivery({ message: { failure, sent_at } }: { readonly message: MailboxMessage }) {
  if (failure !== null) return <Badge tone="danger">Failed</Badge>;
  return sent_at === null ? <Badge tone="outline">Kept here</Badge> : <Badge tone="good">Sent</Badge>;
}

function MessageSheet({
  message,
  onClose,
}: {
  readonly message: MailboxMessage;
  readonly onClose: () => void;
}) {
  const link = /href="([^"]+)"/.exec(message.body ?? "")?.[1]?.replaceAll("&amp;", "&");
  return (
    <Sheet
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={message.subject ?? "SMS"}
      description={`To ${message.recipient}, ${formatMoment(message.created_at)}`}
    >
      <div className="grid flex-1 content-start gap-4 overflow-y-auto px-5 py-5">
        {message.failure ? <Notice tone="danger" title={message.failure} /> : null}
        {message.body === null ? (
          <p className="text-soft">The mail server has it; its text is not kept here.</p>
        ) : message.channel === "sms" ? (
          <p>{message.body}</p>
        ) : (
          <iframe
            title="The message"
            sandbox=""
            srcDoc={message.body}
            className="h-80 w-full rounded-lg border bg-white"
          />
        )}
        {link ? (
          <Button asChild variant="primary" className="justify-self-start">
            <a href={link} target="_blank" rel="noreferrer">
              Follow the link
            </a>
          </Button>
        ) : null}
      </div>
    </Sheet>
  );
}
