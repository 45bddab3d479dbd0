import { runtime } from "../../runtime/runtime.ts";
import { type ActivityFilter, type ActivityRow, listActivity } from "../../store/organizations/activity.ts";
import type { Actor } from "../actor.ts";
import { authorizeOrganization } from "../authorize.ts";
import type { Page } from "../page.ts";
import { getProject } from "./get-project.ts";

export type ActivityRequest = Omit<ActivityFilter, "organizationId" | "projectId">;

/** Something that somebody did. */
export interface ActivityEntry {
  readonly id: string;
  readonly kind: ActivityRow["kind"];
  readonly details: object;
  /** Its name is null when it is gone. */
  readonly project: { readonly id: string; readonly name: string | null } | null;
  /** Null: the server itself, or an app's key. The name is null for whoever is unknown here. */
  readonly actor: { readonly id: string; readonly name: string | null } | null;
  readonly created_at: string;
}

/** Who changed what in an organization and in the tables of its projects, the newest first. For all of its members. */
export async function listOrganizationActivity(
  actor: Actor,
  organizationId: string,
  request: ActivityRequest,
): Promise<Page<ActivityEntry>> {
  const { organization } = await authorizeOrganization(actor, organizationId, "viewer");
  return list(actor, { ...request, organizationId: organization.id, projectId: null });
}

/** The same of one project. */
export async function listProjectActivity(
  actor: Actor,
  projectId: string,
  request: ActivityRequest,
): Promise<Page<ActivityEntry>> {
  const project = await getProject(actor, projectId);
  return list(actor, { ...request, organizationId: project.organization_id, projectId });
}

async function list(actor: Actor, filter: ActivityFilter): Promise<Page<ActivityEntry>> {
  const scope = { kind: "user", userId: actor.userId } as const;
  const { rows } = await runtime().database.query<ActivityRow>(scope, listActivity(filter), {
    readOnly: true,
  });
  const { limit, offset } = filter;
  return { items: rows.map(toEntry), total: rows[0]?.total ?? 0, limit, offset };
}

function toEntry(row: ActivityRow): ActivityEntry {
  const { id, kind, project_id, project_name, actor_id, actor_name, created_at } = row;
  return {
    id,
    kind,
    details: kind === "schema_changed" ? withShortChanges(row.details) : row.details,
    project: project_id === null ? null : { id: project_id, name: project_name },
    actor: actor_id === null ? null : { id: actor_id, name: actor_name },
    created_at,
  };
}

/** Changes by their names alone: a table that was created could have hundreds of columns. */
function withShortChanges(details: ActivityRow["details"]): object {
  const changes = Array.isArray(details.changes) ? (details.changes as readonly ChangeLike[]) : [];
  const shown = changes.slice(0, shownMax).map(({ kind, table, column, to, name, policy }) => ({
    kind,
    table: nameOf(table),
    ...(column === undefined ? {} : { column: nameOf(column) }),
    ...(to === undefined ? {} : { to }),
    ...(name === undefined ? {} : { name }),
    ...(policy === undefined ? {} : { name: nameOf(policy) }),
  }));
  return { version: details.version, changes: shown, changes_total: changes.length };
}

const shownMax = 20;

/** Any change, as far as its names go. */
interface ChangeLike {
  readonly kind: string;
  readonly table: Named;
  readonly column?: Named;
  readonly policy?: Named;
  readonly to?: unknown;
  readonly name?: unknown;
}

type Named = string | { readonly name: string };

function nameOf(named: Named): string {
  return typeof named === "string" ? named : named?.name;
}
