"use client";

import { Building2, Check, ChevronsUpDown, Plus, Users } from "lucide-react";
import Link from "next/link";
import { useParams, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "#components/ui/menu.tsx";
import { NewOrganizationDialog } from "./new-organization-dialog.tsx";
import { type Organization, useOrganizations } from "./organizations.ts";

/** Which organization one looks at, on the pages outside of projects: in the address, so that a link shows the same. */
export function OrganizationSwitcher() {
  const [isAdding, setAdding] = useState(false);
  const { data: organizations = [] } = useOrganizations();
  const current = useCurrentOrganization(organizations);
  return (
    <>
      <Menu>
        <MenuTrigger className="flex h-8 min-w-0 max-w-full items-center gap-2 rounded-md px-2 font-medium text-[0.8125rem] hover:bg-wash">
          <Building2 aria-hidden="true" className="size-4 shrink-0 text-faint" />
          <span className="sr-only">Organization: </span>
          <span className="truncate">{current?.name ?? "All organizations"}</span>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
        </MenuTrigger>
        <MenuContent align="start" className="max-w-80">
          <MenuLabel>Organizations</MenuLabel>
          <SwitchItem href="/projects" label="All organizations" isCurrent={current === undefined} />
          {organizations.map(({ id, name }) => (
            <SwitchItem
              key={id}
              href={`/projects?organization=${id}`}
              label={name}
              isCurrent={current?.id === id}
            />
          ))}
          <MenuSeparator />
          {current ? (
            <MenuItem asChild>
              <Link href={`/organizations/${current.id}`}>
                <Users aria-hidden="true" />
                Members and settings
              </Link>
            </MenuItem>
          ) : null}
          <MenuItem onSelect={() => setAdding(true)}>
            <Plus aria-hidden="true" />
            New organization…
          </MenuItem>
        </MenuContent>
      </Menu>
      <NewOrganizationDialog open={isAdding} onOpenChange={setAdding} />
    </>
  );
}

/** The one that the address names, of those that one belongs to. */
export function useCurrentOrganization(organizations: readonly Organization[]): Organization | undefined {
  const search = useSearchParams();
  const params = useParams<{ readonly organizationId?: string }>();
  const id = params.organizationId ?? search.get("organization");
  return organizations.find((organization) => organization.id === id);
}

interface SwitchItemProps {
  readonly href: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

function SwitchItem({ href, label, isCurrent }: SwitchItemProps) {
  return (
    <MenuItem asChild>
      <Link href={href} aria-current={isCurrent ? "true" : undefined}>
        <Check aria-hidden="true" className={isCurrent ? "text-link!" : "invisible"} />
        <span className="min-w-0 truncate">{label}</span>
      </Link>
    </MenuItem>
  );
}
