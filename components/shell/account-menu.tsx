"use client";

import { LogOut, Rows3, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { explain } from "#components/api/api-error.ts";
import { send } from "#components/api/client.ts";
import type { User } from "#components/api/types.ts";
import { forgetRecents } from "#components/palette/recents.ts";
import { forgetTexts } from "#components/sql-panel/stored-text.ts";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { toast } from "#components/ui/toast.ts";

export interface AccountProps {
  readonly user: User;
}

/** Ends the session, and what this browser remembers of it. */
export async function signOut() {
  try {
    await send("POST", "/api/auth/logout");
    forgetRecents();
    forgetTexts();
    // A full load, so that nothing of the account stays in memory.
    window.location.assign("/login");
  } catch (error) {
    toast({ tone: "danger", ...explain(error) });
  }
}

export function AccountMenu({ user }: AccountProps) {
  const shown = user.name ?? user.email;
  return (
    <Menu>
      <MenuTrigger
        aria-label={`Account of ${shown}`}
        className="grid size-8 place-items-center rounded-full bg-accent font-semibold text-on-accent text-xs uppercase"
      >
        {shown.slice(0, 1)}
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>
          {user.name ? <span className="block font-medium text-ink text-sm">{user.name}</span> : null}
          {user.email}
        </MenuLabel>
        <MenuSeparator />
        <MenuItem asChild>
          <Link href="/projects">
            <Rows3 aria-hidden="true" />
            All projects
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/account">
            <ShieldCheck aria-hidden="true" />
            Account
          </Link>
        </MenuItem>
        <MenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden="true" />
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
