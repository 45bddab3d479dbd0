import type { Catalog, CatalogView } from "../../catalog/types.ts";
import type { SqlParser } from "../sql-parser.ts";
import { withOrigins } from "./view-origins.ts";

/**
 * A catalog whose views say what their columns show: those that were stored before views said so are read again.
 *
 * A view that shows no column unchanged is read again too, and says no more than before.
 */
export async function withViewOrigins<C extends Catalog>(parser: SqlParser, catalog: C): Promise<C> {
  const views = catalog.views ?? [];
  if (views.every(saysOrigins)) return catalog;
  const completed = views.map((view) => (saysOrigins(view) ? view : completedView(parser, catalog, view)));
  return { ...catalog, views: await Promise.all(completed) };
}

function saysOrigins({ columns }: CatalogView): boolean {
  return columns.some(({ origin }) => origin !== undefined);
}

async function completedView(parser: SqlParser, catalog: Catalog, view: CatalogView): Promise<CatalogView> {
  const parsed = await parser.parse(view.query);
  const [statement] = parsed.ok ? parsed.statements : [];
  // It is read all the same, only not along foreign keys.
  if (statement === undefined) return view;
  const columns = withOrigins(statement.tree, view.columns, view.reads, (read) =>
    (read.columns ?? catalog.views?.find(({ id }) => id === read.id)?.columns ?? []).map(({ name }) => name),
  );
  return { ...view, columns };
}
