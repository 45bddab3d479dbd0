"use client";

import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import type { Page } from "#components/api/types.ts";
import { useAnswer } from "#components/api/use-answer.ts";

/** An end user as the management API shows it. */
export interface AppUser {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
  readonly email_confirmed_at?: string;
  readonly invited_at?: string;
  readonly last_sign_in_at?: string;
  readonly banned_until?: string;
  readonly deleted_at?: string;
  readonly created_at: string;
  readonly is_anonymous: boolean;
  readonly user_metadata: { readonly [key: string]: unknown };
  readonly app_metadata: { readonly [key: string]: unknown };
  readonly identities: readonly { readonly identity_id: string; readonly provider: string }[];
  readonly factors?: readonly {
    readonly id: string;
    readonly friendly_name?: string;
    readonly factor_type: string;
    readonly status: string;
  }[];
}

export interface AppUserSession {
  readonly id: string;
  readonly aal: string;
  readonly user_agent: string | null;
  readonly ip: string | null;
  readonly created_at: string;
  readonly refreshed_at: string;
  readonly impersonated_by: string | null;
}

export interface MailboxMessage {
  readonly id: string;
  readonly channel: "email" | "sms";
  readonly template: string;
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: string | null;
  readonly created_at: string;
  readonly sent_at: string | null;
  readonly failure: string | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly event: string;
  readonly severity: "info" | "notice" | "warning" | "critical";
  readonly user_id: string | null;
  readonly console_user_id: string | null;
  readonly ip: string | null;
  readonly details: { readonly [key: string]: unknown };
  readonly created_at: string;
}

/** Where the accounts of one app are managed. */
export function authPath(databaseId: string): string {
  return `/api/database/${databaseId}/auth`;
}

const keyOf = (databaseId: string, ...rest: readonly unknown[]) => ["database", databaseId, "auth", ...rest];

/** A part of a list. */
interface Part {
  readonly limit: number;
  readonly offset: number;
}

const partQuery = ({ limit, offset }: Part) => ({ limit: String(limit), offset: String(offset) });

export function useAppUsers(databaseId: string, search: string, part: Part) {
  const query = new URLSearchParams({ ...partQuery(part), ...(search ? { search } : {}) });
  return useAnswer<Page<AppUser>>({
    queryKey: keyOf(databaseId, "users", search, part),
    queryFn: ({ signal }) => call("GET", `${authPath(databaseId)}/users?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useAppUserSessions(databaseId: string, userId: string) {
  return useAnswer<readonly AppUserSession[]>({
    queryKey: keyOf(databaseId, "sessions", userId),
    queryFn: async ({ signal }) => {
      const path = `${authPath(databaseId)}/users/${userId}/sessions`;
      return (await call<{ sessions: readonly AppUserSession[] }>("GET", path, { signal })).sessions;
    },
  });
}

export function useMailbox(databaseId: string, limit: number) {
  return useAnswer<Page<MailboxMessage>>({
    queryKey: keyOf(databaseId, "mailbox", limit),
    queryFn: ({ signal }) => call("GET", `${authPath(databaseId)}/mailbox?limit=${limit}`, { signal }),
    placeholderData: keepPreviousData,
    // Mail comes while one looks at another window.
    refetchInterval: 5_000,
  });
}

export function useAudit(databaseId: string, severity: string, part: Part) {
  const query = new URLSearchParams({ ...partQuery(part), severity });
  return useAnswer<Page<AuditEntry>>({
    queryKey: keyOf(databaseId, "audit", severity, part),
    queryFn: ({ signal }) => call("GET", `${authPath(databaseId)}/audit?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** Forgets what is known of an app's accounts, and of the rows beside them. */
export function useForgetUsers(databaseId: string): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["database", databaseId] });
}
