/** Where a table lies on Citus. */
export type Placement = "distributed" | "reference" | "local";

export interface Relation {
  readonly name: string;
  readonly hasProjectId: boolean;
  /** The tables that its foreign keys point to, itself left out. */
  readonly references: readonly string[];
}

/**
 * Copied to every node: changed rarely, and read before it is known which project a request is about. A distributed table
 * would be asked in every shard.
 */
const referenceTables: ReadonlySet<string> = new Set([
  "users",
  "organizations",
  "organization_members",
  "projects",
  "project_databases",
  "project_keys",
  "project_signing_keys",
  "project_auth_settings",
]);

/** Servers look for work in all projects at once, and lock what they take. */
const localTables: ReadonlySet<string> = new Set([
  "schema_jobs",
  "imports",
  "import_parts",
  "import_problems",
  "project_usage",
]);

/** Everything of a project lies on one node. The rest stays where the app servers connect to. */
export function placementOf({ name, hasProjectId }: Relation): Placement {
  if (referenceTables.has(name)) return "reference";
  if (localTables.has(name)) return "local";
  return hasProjectId ? "distributed" : "local";
}

/** The tables in an order in which each comes after those that it refers to. */
export function inOrder(relations: readonly Relation[]): readonly Relation[] {
  const done: Relation[] = [];
  let waiting = [...relations];
  while (waiting.length > 0) {
    const isFree = ({ references }: Relation) =>
      references.every((target) => !waiting.some(({ name }) => name === target));
    const next = waiting.filter(isFree);
    if (next.length === 0) throw new Error(`foreign keys in a circle: ${waiting.map(({ name }) => name)}`);
    done.push(...next);
    waiting = waiting.filter((relation) => !isFree(relation));
  }
  return done;
}

/** The tables of the product, as `Relation`s. */
export const selectRelations = `
  select c.relname as name,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'project_id' and not a.attisdropped) as "hasProjectId",
         array(select distinct f.relname::text
                 from pg_constraint k join pg_class f on f.oid = k.confrelid
                where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> k.conrelid) as references
    from pg_class c
   where c.relnamespace = 'rowhouse'::regnamespace and c.relkind = 'r'
   order by c.relname`;

/**
 * STABLE functions that the engine's UPDATE applies to columns, which Citus takes from IMMUTABLE ones alone. They are stable
 * because the text of a date depends on settings; the product's logins fix those.
 */
export const functionsToMark = ['jsonb_build_object(variadic "any")', "to_jsonb(anyelement)"] as const;
