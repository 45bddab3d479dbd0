"use client";

import { Mail, Plus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTables } from "#components/api/queries.ts";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { AddUserDialog } from "./add-user-dialog.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { UserRows } from "./user-rows.tsx";
import { UsersFrame } from "./users-frame.tsx";

/** The people who can sign in to the app that this database serves. */
export function UserList() {
  const { id, databaseId, role } = useProject();
  const [dialog, setDialog] = useState<"add" | "invite" | null>(null);
  const tables = useTables(databaseId);
  const table = tables.data?.find((candidate) => candidate.is_auth);
  const actions = mayDo(role, "editor") ? (
    <>
      <Button onClick={() => setDialog("invite")}>
        <Mail aria-hidden="true" />
        Invite
      </Button>
      <Button variant="primary" onClick={() => setDialog("add")}>
        <Plus aria-hidden="true" />
        Add user
      </Button>
    </>
  ) : null;
  return (
    <UsersFrame actions={actions}>
      <UserRows databaseId={databaseId} tableHref={table ? hrefOf(id, table) : null} />
      {table ? (
        <p className="mt-4 text-soft">
          All of their columns are in the table{" "}
          <Link href={hrefOf(id, table)} className="font-mono text-link text-xs underline underline-offset-4">
            {table.table_name}
          </Link>
          .
        </p>
      ) : null}
      <AddUserDialog
        databaseId={databaseId}
        open={dialog === "add"}
        onOpenChange={(open) => setDialog(open ? "add" : null)}
      />
      <InviteDialog
        databaseId={databaseId}
        open={dialog === "invite"}
        onOpenChange={(open) => setDialog(open ? "invite" : null)}
      />
    </UsersFrame>
  );
}

function hrefOf(projectId: string, table: TableInfo): string {
  return `/projects/${projectId}/database/tables/${encodeURIComponent(table.table_name)}`;
}
