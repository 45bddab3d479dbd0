import type { Catalog, CatalogView } from "../../catalog/types.ts";
import { withNamesForCalls } from "../../engine/embedded-calls.ts";
import type { SqlParser } from "../parser/sql-parser.ts";
import { withOrigins } from "./view-origins.ts";
import { viewWrites } from "./view-writes.ts";

/**
 * A catalog whose views say what their columns show and how they are written: those stored before are read again.
 */
export async function withViewOrigins<C extends Catalog>(parser: SqlParser, catalog: C): Promise<C> {
  const views = catalog.views ?? [];
  if (views.every(isComplete)) return catalog;
  const completed = views.map((view) => (isComplete(view) ? view : completedView(parser, catalog, view)));
  return { ...catalog, views: await Promise.all(completed) };
}

/** How a view is written was noted later than what its columns show, and of every view since. */
function isComplete({ writes }: CatalogView): boolean {
  return writes !== undefined;
}

async function completedView(parser: SqlParser, catalog: Catalog, view: CatalogView): Promise<CatalogView> {
  const parsed = await parser.parse(withNamesForCalls(view.query));
  const [statement] = parsed.ok ? parsed.statements : [];
  // It is read all the same, only not along foreign keys.
  if (statement === undefined) return view;
  const columns = withOrigins(statement.tree, view.columns, view.reads, (read) =>
    (read.columns ?? catalog.views?.find(({ id }) => id === read.id)?.columns ?? []).map(({ name }) => name),
  );
  return { ...view, columns, writes: view.writes ?? viewWrites(view.query, statement.tree, view.reads) };
}
