"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call, send } from "#components/api/client.ts";
import type { Page as ListPage } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Failure } from "#components/ui/failure.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toast } from "#components/ui/toast.ts";
import { AccountFrame } from "./account-frame.tsx";
import { type CreatedToken, NewTokenDialog } from "./new-token-dialog.tsx";

interface Token {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
}

const queryKey = ["account", "tokens"];

/** Tokens with which scripts and other programs act as oneself. */
export function TokensPage() {
  const client = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const tokens = useAnswer<ListPage<Token>>({
    queryKey,
    queryFn: ({ signal }) => call("GET", "/api/tokens?limit=100", { signal }),
  });
  const newToken = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      New token
    </Button>
  );
  const items = tokens.data?.items ?? [];

  function added(token: CreatedToken) {
    setAdding(false);
    setCreated(token);
    void client.invalidateQueries({ queryKey });
  }

  async function revoke({ id, name }: Token) {
    try {
      await send("DELETE", `/api/tokens/${id}`);
      if (created?.id === id) setCreated(null);
      toast({ tone: "good", title: `${name} is revoked` });
      void client.invalidateQueries({ queryKey });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <AccountFrame>
      <Section
        title="Personal access tokens"
        description="A program that sends one in Authorization: Bearer may do what you may, except for keys, members and how you sign in."
        action={items.length > 0 ? newToken : null}
      >
        {created ? <CreatedNotice token={created} /> : null}
        {tokens.isPending ? <Skeleton className="h-24 rounded-xl" /> : null}
        {tokens.error ? <Failure error={tokens.error} /> : null}
        {tokens.data && items.length === 0 ? (
          <EmptyState title="No tokens yet" action={newToken} className="rounded-xl border border-dashed">
            Scripts and CI jobs use one to call the management API.
          </EmptyState>
        ) : null}
        <ul className="divide-y rounded-xl border bg-raised shadow-card empty:hidden">
          {items.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="truncate font-medium">{token.name}</p>
                <p className="text-faint text-xs">{tokenFacts(token)}</p>
              </div>
              <Button size="sm" variant="quietDanger" onClick={() => void revoke(token)}>
                Revoke<span className="sr-only"> {token.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      </Section>
      <NewTokenDialog open={isAdding} onOpenChange={setAdding} onCreated={added} />
    </AccountFrame>
  );
}

function CreatedNotice({ token }: { readonly token: CreatedToken }) {
  return (
    <Notice
      tone="info"
      title={`Copy ${token.name} now: it is not shown again`}
      className="mb-4"
      action={<CopyButton text={token.token} label="Copy the token" />}
    >
      <code className="break-all font-mono text-xs">{token.token}</code>
    </Notice>
  );
}

function tokenFacts({ created_at, expires_at, last_used_at }: Token): string {
  const used = last_used_at === null ? "never used" : `last used ${formatMoment(last_used_at)}`;
  const ends = expires_at === null ? "does not end by itself" : `good until ${formatMoment(expires_at)}`;
  return `Made ${formatMoment(created_at)}, ${used}, ${ends}`;
}
