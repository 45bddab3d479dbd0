"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Organization } from "./organizations.ts";

/** The organization that the page is about, and who looks at it: known to the server before the page is sent. */
export interface CurrentOrganization extends Organization {
  /** The visitor's id. */
  readonly userId: string;
}

const OrganizationContext = createContext<CurrentOrganization | null>(null);

export function OrganizationProvider({
  organization,
  children,
}: {
  readonly organization: CurrentOrganization;
  readonly children: ReactNode;
}) {
  return <OrganizationContext value={organization}>{children}</OrganizationContext>;
}

export function useOrganization(): CurrentOrganization {
  const organization = useContext(OrganizationContext);
  if (organization === null) throw new Error("useOrganization outside of an organization's pages");
  return organization;
}
