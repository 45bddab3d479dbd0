import type { Activity, ShortChange } from "./use-activity.ts";

/** What somebody did, to be read after their name: "renamed the table bikes to cycles". */
export function activityWords({ kind, details, project }: Activity): string {
  const named = (key: "name" | "from" | "to" | "role" | "email" | "member") => String(details[key] ?? "");
  const where = project?.name ? ` of ${project.name}` : "";
  switch (kind) {
    case "organization_created":
      return `made the organization ${named("name")}`;
    case "organization_renamed":
      return `renamed the organization ${named("from")} to ${named("to")}`;
    case "invitation_created":
      return `invited ${details.email ? named("email") : "somebody by a link"} as ${named("role")}`;
    case "invitation_revoked":
      return `revoked the invitation ${details.email ? `of ${named("email")}` : "by a link"} as ${named("role")}`;
    case "member_joined":
      return `joined as ${named("role")}`;
    case "member_role_changed":
      return `made ${named("member")} ${named("to")}, who was ${named("from")}`;
    case "member_removed":
      return `removed ${named("member")}, who was ${named("role")}`;
    case "member_left":
      return `left, who was ${named("role")}`;
    case "project_created":
      return `made the project ${named("name")}`;
    case "project_renamed":
      return `renamed the project ${named("from")} to ${named("to")}`;
    case "project_described":
      return `changed the description of ${named("name")}`;
    case "project_deleted":
      return `deleted the project ${named("name")} with all its tables and rows`;
    case "key_created":
      return `made ${keyWords(details)}${where}`;
    case "key_rotated":
      return `rotated ${keyWords(details)}${where}`;
    case "key_revoked":
      return `revoked ${keyWords(details)}${where}`;
    case "schema_changed":
      return schemaWords(details.changes ?? [], details.changes_total ?? 0);
    default:
      return kind.replaceAll("_", " ");
  }
}

const keyKinds: { readonly [kind: string]: string } = { anon: "public", service_role: "service" };

/** A name that somebody has chosen may be a sentence of its own. */
function keyWords({ name, key_kind: kind = "" }: Activity["details"]): string {
  return name == null ? `the ${keyKinds[kind] ?? kind} key` : `the key “${name}”`;
}

const changesShown = 3;

function schemaWords(changes: readonly ShortChange[], total: number): string {
  const words = changes.slice(0, changesShown).map(changeWords);
  const rest = total - words.length;
  return [...words, ...(rest > 0 ? [`${rest} more`] : [])].join("; ");
}

/** One change of tables in the past tense. */
function changeWords({ kind, table, column, to, name }: ShortChange): string {
  switch (kind) {
    case "create_table":
      return `created the table ${table}`;
    case "rename_table":
      return `renamed the table ${table} to ${to}`;
    case "drop_table":
      return `dropped the table ${table}`;
    case "restore_table":
      return `restored the table ${table}`;
    case "describe_table":
      return `described the table ${table}`;
    case "move_table":
      return `moved the table ${table} on the canvas`;
    case "add_column":
      return `added the column ${table}.${column}`;
    case "rename_column":
      return `renamed the column ${table}.${column} to ${to}`;
    case "alter_column":
      return `changed the column ${table}.${column}`;
    case "move_column":
      return `moved the column ${table}.${column}`;
    case "drop_column":
      return `dropped the column ${table}.${column}`;
    case "restore_column":
      return `restored the column ${table}.${column}`;
    case "add_constraint":
      return `added a constraint to ${table}`;
    case "drop_constraint":
      return `dropped the constraint ${name} of ${table}`;
    case "create_policy":
      return `added the rule “${name}” to ${table}`;
    case "alter_policy":
      return `changed the rule “${name}” of ${table}`;
    case "drop_policy":
      return `dropped the rule “${name}” of ${table}`;
    case "grant":
      return `granted access to ${table}`;
    case "revoke":
      return `took away access to ${table}`;
    default:
      return `${kind.replaceAll("_", " ")} ${name ?? table ?? ""}`.trim();
  }
}
