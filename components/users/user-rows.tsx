"use client";

import Link from "next/link";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { formatMoment } from "#components/grid/format-value.ts";
import { SearchBox } from "#components/grid/search-box.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type AppUser, useAppUsers } from "./app-users.ts";
import { UserPanel } from "./user-panel.tsx";
import { isSuspended, nameOf } from "./user-words.ts";

interface UserRowsProps {
  readonly databaseId: string;
  /** The table of the profiles; null while it is not known. */
  readonly tableHref: string | null;
}

const pageSize = 50;

export function UserRows({ databaseId, tableHref }: UserRowsProps) {
  const [search, setSearch] = useState("");
  const [offset, setOffset] = useState(0);
  const [openId, setOpenId] = useState<string | null>(null);
  const users = useAppUsers(databaseId, search.trim(), { limit: pageSize, offset });
  if (users.isPending) return <Skeleton className="h-40 rounded-xl" />;
  if (users.error) {
    return (
      <Notice tone="danger" title={explain(users.error).title}>
        {explain(users.error).description}
      </Notice>
    );
  }
  const { items = [], total = 0 } = users.data ?? {};
  const opened = items.find(({ id }) => id === openId);
  return (
    <div className="grid grid-cols-1 gap-3">
      {items.length > 0 || search ? (
        <div className="flex items-center justify-between gap-4">
          <SearchBox
            label="Search users"
            value={search}
            onChange={(text) => {
              setSearch(text);
              setOffset(0);
            }}
          />
          <p className="text-faint text-xs tabular-nums">
            {total === 1 ? "1 person" : `${total.toLocaleString("en")} people`}
          </p>
        </div>
      ) : null}
      {items.length === 0 ? (
        <EmptyState
          title={search ? "Nobody matches" : "No users yet"}
          className="rounded-xl border border-dashed"
        >
          {search
            ? "Try a part of the name or of the e-mail."
            : "They appear here when they sign up in your app, or when you add them."}
        </EmptyState>
      ) : (
        <ul className="divide-y overflow-hidden rounded-xl border bg-raised shadow-card">
          {items.map((user) => (
            <UserLine
              key={user.id}
              user={user}
              href={tableHref === null ? null : `${tableHref}?row=${user.id}`}
              onOpen={() => setOpenId(user.id)}
            />
          ))}
        </ul>
      )}
      <Pager offset={offset} size={pageSize} total={total} words={["Previous", "Next"]} onGo={setOffset} />
      {opened ? (
        <UserPanel
          databaseId={databaseId}
          user={opened}
          rowHref={tableHref === null ? null : `${tableHref}?row=${opened.id}`}
          onClose={() => setOpenId(null)}
        />
      ) : null}
    </div>
  );
}

interface UserLineProps {
  readonly user: AppUser;
  readonly href: string | null;
  readonly onOpen: () => void;
}

function UserLine({ user, href, onOpen }: UserLineProps) {
  const name = nameOf(user);
  return (
    <li className="flex items-center gap-4 px-4 py-3 hover:bg-sunken md:px-5">
      <span
        aria-hidden="true"
        className="grid size-8 shrink-0 place-items-center rounded-full bg-tint font-semibold text-link text-xs uppercase"
      >
        {name.slice(0, 1)}
      </span>
      <div className="min-w-0 flex-1">
        {href === null ? (
          <p className="truncate font-medium">{name}</p>
        ) : (
          <Link href={href} className="block max-w-full truncate font-medium hover:underline">
            {name}
          </Link>
        )}
        {user.email && user.email !== name ? (
          <p className="truncate text-[0.8125rem] text-soft">{user.email}</p>
        ) : null}
      </div>
      {isSuspended(user) ? <Badge tone="danger">Suspended</Badge> : null}
      <div className="hidden shrink-0 gap-1.5 lg:flex">
        {user.factors?.some(({ status }) => status === "verified") ? (
          <Badge tone="good">Two factors</Badge>
        ) : null}
        {user.identities.map(({ identity_id, provider }) => (
          <Badge key={identity_id} tone="outline">
            {provider}
          </Badge>
        ))}
      </div>
      <p className="hidden shrink-0 text-faint text-xs tabular-nums lg:block">
        {formatMoment(user.created_at)}
      </p>
      <Button size="sm" onClick={onOpen} aria-label={`Manage ${name}`}>
        Manage
      </Button>
    </li>
  );
}
