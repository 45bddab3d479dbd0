import type { Sort } from "#components/api/types.ts";
import { type GridFilter, isOperator } from "./filters.ts";

/** What of a table is shown. It lives in the page's address, so that a view can be sent to somebody and walked back from. */
export interface GridView {
  readonly sort: readonly Sort[];
  readonly filters: readonly GridFilter[];
  readonly search: string;
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

export const pageSizes = [25, 50, 100] as const;
const sizeDefault = 50;

/** Reads `?sort=price.desc,name.asc&f=price:gt:10&q=blue&page=2&size=100`; what makes no sense is left out. */
export function readView(params: URLSearchParams): GridView {
  const size = Number(params.get("size"));
  return {
    sort: (params.get("sort") ?? "").split(",").flatMap(readSort),
    filters: params.getAll("f").flatMap(readFilter),
    search: params.get("q") ?? "",
    page: Math.max(1, Math.trunc(Number(params.get("page"))) || 1),
    size: pageSizes.some((offered) => offered === size) ? size : sizeDefault,
  };
}

/** Writes a view over `params`; other parameters stay, defaults are not written. */
export function writeView(params: URLSearchParams, view: GridView): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ["sort", "f", "q", "page", "size"]) next.delete(name);
  if (view.sort.length > 0) {
    next.set("sort", view.sort.map(({ column, dir }) => `${encodeURIComponent(column)}.${dir}`).join(","));
  }
  for (const filter of view.filters) {
    next.append("f", `${encodeURIComponent(filter.column)}:${filter.operator}:${filter.value}`);
  }
  if (view.search !== "") next.set("q", view.search);
  if (view.page > 1) next.set("page", String(view.page));
  if (view.size !== sizeDefault) next.set("size", String(view.size));
  return next;
}

/**
 * The order after a click on a column's header: ascending, descending, none.
 *
 * @param isAdding keeps the other columns' order, with this one after them.
 */
export function nextSort(sort: readonly Sort[], column: string, isAdding: boolean): readonly Sort[] {
  const present = sort.find((entry) => entry.column === column);
  const next: readonly Sort[] =
    present === undefined ? [{ column, dir: "asc" }] : present.dir === "asc" ? [{ column, dir: "desc" }] : [];
  if (!isAdding) return next;
  if (present === undefined) return [...sort, ...next];
  return sort.flatMap((entry) => (entry === present ? next : [entry]));
}

// Names may hold dots and colons: they are encoded, so the last dot and the first two colons are ours.
function readSort(text: string): readonly Sort[] {
  const dot = text.lastIndexOf(".");
  const dir = text.slice(dot + 1);
  const column = decode(text.slice(0, Math.max(dot, 0)));
  return column && (dir === "asc" || dir === "desc") ? [{ column, dir }] : [];
}

function readFilter(text: string): readonly GridFilter[] {
  const [name = "", operator = "", ...value] = text.split(":");
  const column = decode(name);
  return column && isOperator(operator) ? [{ column, operator, value: value.join(":") }] : [];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
