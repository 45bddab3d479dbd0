"use client";

import { useQueryClient } from "@tanstack/react-query";
import { explain } from "#components/api/api-error.ts";
import { call, send } from "#components/api/client.ts";
import type { Page as ListPage } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { linkIn } from "./link-in.ts";

interface Message {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  /** HTML. */
  readonly body: string;
  readonly created_at: string;
}

const queryKey = ["mailbox"];

/** What the console would have sent by mail, on the machine that runs it. */
export function LocalMailbox() {
  const client = useQueryClient();
  const messages = useAnswer<ListPage<Message>>({
    queryKey,
    // Messages are written after the answer that announced them.
    refetchInterval: 3_000,
    queryFn: ({ signal }) => call("GET", "/api/mailbox?limit=50", { signal }),
  });
  const items = messages.data?.items ?? [];

  async function empty() {
    try {
      await send("DELETE", "/api/mailbox");
      await client.invalidateQueries({ queryKey });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <>
      <div className="mb-2 flex items-start justify-between gap-4">
        <h1 className="font-semibold text-2xl">Mailbox</h1>
        {items.length > 0 ? (
          <Button size="sm" onClick={() => void empty()}>
            Empty
          </Button>
        ) : null}
      </div>
      <p className="mb-6 text-soft">
        No mail server is set up (SMTP_URL), so what accounts would be sent lies here. Only a browser on this
        machine sees it.
      </p>
      {messages.isPending ? <Skeleton className="h-40 rounded-xl" /> : null}
      {messages.error ? (
        <Notice tone="danger" title={explain(messages.error).title}>
          {explain(messages.error).description}
        </Notice>
      ) : null}
      {messages.data && items.length === 0 ? (
        <EmptyState title="No messages yet" className="rounded-xl border border-dashed" />
      ) : null}
      <ul className="divide-y rounded-xl border bg-raised shadow-card empty:hidden">
        {items.map((message) => (
          <MessageItem key={message.id} message={message} />
        ))}
      </ul>
    </>
  );
}

function MessageItem({ message: { subject, recipient, created_at, body } }: { readonly message: Message }) {
  const link = linkIn(body);
  return (
    <li className="grid gap-1 px-4 py-3">
      <p className="font-medium">{subject}</p>
      <p className="break-words text-[0.8125rem] text-soft">
        to {recipient}, {formatMoment(created_at)}
      </p>
      {link ? (
        <Button asChild size="sm" className="mt-1 justify-self-start">
          <a href={link}>Follow the link</a>
        </Button>
      ) : null}
    </li>
  );
}
