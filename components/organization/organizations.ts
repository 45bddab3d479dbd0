"use client";

import { useQueryClient } from "@tanstack/react-query";
import { call } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import type { Role } from "#components/shell/role.ts";

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly is_personal: boolean;
  /** One's own. */
  readonly role: Role;
}

export interface Member {
  readonly user_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly joined_at: string;
}

export interface Invitation {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly created_at: string;
  readonly expires_at: string;
}

const listKey = ["organizations"];

/** Those that one belongs to, one's own first. */
export function useOrganizations() {
  return useAnswer<readonly Organization[]>({
    queryKey: listKey,
    queryFn: async ({ signal }) =>
      (await call<{ organizations: readonly Organization[] }>("GET", "/api/organizations", { signal }))
        .organizations,
  });
}

export function useMembers(organizationId: string) {
  return useAnswer<readonly Member[]>({
    queryKey: ["organization", organizationId, "members"],
    queryFn: async ({ signal }) =>
      (await call<{ members: readonly Member[] }>("GET", `${pathOf(organizationId)}/members`, { signal }))
        .members,
  });
}

/** For admins only. */
export function useInvitations(organizationId: string) {
  return useAnswer<readonly Invitation[]>({
    queryKey: ["organization", organizationId, "invitations"],
    queryFn: async ({ signal }) =>
      (
        await call<{ items: readonly Invitation[] }>(
          "GET",
          `${pathOf(organizationId)}/invitations?limit=100`,
          {
            signal,
          },
        )
      ).items,
  });
}

export function pathOf(organizationId: string): string {
  return `/api/organizations/${organizationId}`;
}

/** Forgets what is known of organizations: after a change of one, of its members or invitations. */
export function useForgetOrganizations() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: listKey }),
      client.invalidateQueries({ queryKey: ["organization"] }),
    ]);
}
