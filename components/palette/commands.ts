import type { LucideIcon } from "lucide-react";
import {
  Building2,
  Database,
  KeyRound,
  LogOut,
  Moon,
  Plus,
  Rows3,
  Sun,
  Table2,
  UserPlus,
  UserRound,
} from "lucide-react";
import type { Project, TableInfo } from "#components/api/types.ts";
import type { Organization } from "#components/organization/organizations.ts";
import { navigationOf } from "#components/shell/navigation.ts";
import type { CurrentProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { type ShortcutId, shortcutTo } from "#components/shortcuts/shortcuts.ts";

/** Something that the palette can do: go somewhere, or run. */
export interface Command {
  readonly id: string;
  readonly group: "Recent" | "Pages" | "Tables" | "Rows" | "Actions" | "Projects" | "Organizations";
  readonly label: string;
  /** Said in small letters behind it. */
  readonly detail?: string;
  readonly keywords?: readonly string[];
  readonly icon: LucideIcon;
  readonly shortcut?: ShortcutId;
  readonly href?: string;
  readonly run?: () => void;
}

export interface CommandSource {
  readonly project: CurrentProject | null;
  readonly tables: readonly TableInfo[];
  readonly projects: readonly Project[];
  readonly organizations: readonly Organization[];
  readonly isDark: boolean;
  readonly setTheme: (theme: "light" | "dark") => void;
  readonly signOut: () => void;
}

/** Everything that can be done from here, in the order in which it is offered while nothing is typed. */
export function commandsOf(source: CommandSource): readonly Command[] {
  const { project } = source;
  return [
    ...(project === null ? [] : pages(project)),
    ...(project === null ? [] : source.tables.map((table) => tableCommand(project, table))),
    ...(project === null ? [] : rowActions(project, source.tables)),
    ...actions(source),
    ...source.projects.filter(({ id }) => id !== project?.id).map(projectCommand),
    ...source.organizations.map(organizationCommand),
  ];
}

function pages(project: CurrentProject): readonly Command[] {
  return navigationOf(project.id).map(({ label, href, icon }) => {
    const shortcut = shortcutTo(href);
    return { id: href, group: "Pages", label, icon, href, ...(shortcut === null ? {} : { shortcut }) };
  });
}

export function tablePath(project: Pick<CurrentProject, "id">, name: string): string {
  return `/projects/${project.id}/database/tables/${encodeURIComponent(name)}`;
}

function tableCommand(project: CurrentProject, { table_name: name, schema }: TableInfo): Command {
  const keywords = [schema.description ?? "", ...schema.columns.map((column) => column.name)];
  return {
    id: `table ${name}`,
    group: "Tables",
    label: name,
    keywords,
    icon: Table2,
    href: tablePath(project, name),
  };
}

function rowActions(project: CurrentProject, tables: readonly TableInfo[]): readonly Command[] {
  if (!mayDo(project.role, "editor")) return [];
  return tables.map(({ table_name: name }) => ({
    id: `new row ${name}`,
    group: "Actions",
    label: `New row in ${name}`,
    keywords: ["add", "insert", "create"],
    icon: Plus,
    href: `${tablePath(project, name)}?row=new`,
  }));
}

function actions({ project, isDark, setTheme, signOut }: CommandSource): readonly Command[] {
  const theme = isDark ? "light" : "dark";
  const organization = project?.organization;
  return [
    {
      id: "new project",
      group: "Actions",
      label: "New project",
      keywords: ["create", "database"],
      icon: Plus,
      href: "/projects?new=1",
    },
    ...(organization === undefined
      ? []
      : [
          {
            id: "invite",
            group: "Actions" as const,
            label: "Invite people",
            detail: organization.name,
            keywords: ["members", "team"],
            icon: UserPlus,
            href: `/organizations/${organization.id}`,
          },
        ]),
    {
      id: "theme",
      group: "Actions",
      label: `Switch to ${theme}`,
      keywords: ["theme", "appearance", "colours", "mode"],
      icon: isDark ? Sun : Moon,
      run: () => setTheme(theme),
    },
    {
      id: "all projects",
      group: "Pages",
      label: "All projects",
      icon: Rows3,
      shortcut: "go.projects",
      href: "/projects",
    },
    {
      id: "account",
      group: "Pages",
      label: "Account",
      keywords: ["profile", "name", "e-mail"],
      icon: UserRound,
      href: "/account",
    },
    {
      id: "security",
      group: "Pages",
      label: "Signing in",
      keywords: ["password", "sessions", "two factor"],
      icon: KeyRound,
      href: "/account/security",
    },
    {
      id: "tokens",
      group: "Pages",
      label: "Access tokens",
      keywords: ["personal access token", "api"],
      icon: KeyRound,
      href: "/account/tokens",
    },
    {
      id: "sign out",
      group: "Actions",
      label: "Sign out",
      keywords: ["log out", "leave"],
      icon: LogOut,
      run: signOut,
    },
  ];
}

function projectCommand({ id, name, organization_name, description }: Project): Command {
  return {
    id: `project ${id}`,
    group: "Projects",
    label: name,
    detail: organization_name,
    keywords: [description ?? ""],
    icon: Database,
    href: `/projects/${id}/database`,
  };
}

function organizationCommand({ id, name }: Organization): Command {
  return {
    id: `organization ${id}`,
    group: "Organizations",
    label: name,
    keywords: ["members", "organization"],
    icon: Building2,
    href: `/organizations/${id}`,
  };
}
