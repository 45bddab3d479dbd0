import { emptyDefinition, type GridDefinition, type GridSort, widthLimits } from "#lib/catalog/grid-view.ts";
import { readFilterItem, writeFilter } from "./filter-text.ts";

/**
 * What of a table is shown lives in the page's address, so that it can be sent to somebody and walked back from:
 * `?sort=price.desc,name.asc&f=price:gt:10&f=or(…)&any=1&q=blue&group=status&hide=id&freeze=name&order=name,id&w=name.240`.
 */
const parameters = ["sort", "f", "any", "q", "group", "hide", "freeze", "order", "w", "draft"] as const;

/** What the address says beside the saved view; what makes no sense is left out. */
export function readView(params: URLSearchParams): GridDefinition {
  const names = (parameter: string) => (params.get(parameter) ?? "").split(",").map(decode).filter(Boolean);
  return {
    filter: {
      join: params.get("any") === "1" ? "or" : "and",
      items: params.getAll("f").flatMap(readFilterItem),
    },
    sort: (params.get("sort") ?? "").split(",").flatMap(readSort),
    search: params.get("q") ?? "",
    group: params.get("group") || null,
    hidden: names("hide"),
    frozen: names("freeze"),
    order: names("order"),
    widths: Object.fromEntries((params.get("w") ?? "").split(",").flatMap(readWidth)),
  };
}

/** Whether the address says anything about what is shown, even that nothing is narrowed. */
export function hasDraft(params: URLSearchParams): boolean {
  return parameters.some((name) => params.has(name));
}

/** Writes a view over `params`; other parameters stay, defaults are not written. */
export function writeView(params: URLSearchParams, view: GridDefinition): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of parameters) next.delete(name);
  const set = (name: string, values: readonly string[]) => {
    if (values.length > 0) next.set(name, values.join(","));
  };
  set(
    "sort",
    view.sort.map(({ column, dir }) => `${encodeURIComponent(column)}.${dir}`),
  );
  for (const item of writeFilter(view.filter)) next.append("f", item);
  if (view.filter.join === "or") next.set("any", "1");
  if (view.search !== "") next.set("q", view.search);
  if (view.group !== null) next.set("group", view.group);
  set("hide", view.hidden.map(encodeURIComponent));
  set("freeze", view.frozen.map(encodeURIComponent));
  set("order", view.order.map(encodeURIComponent));
  set(
    "w",
    Object.entries(view.widths).map(([column, width]) => `${encodeURIComponent(column)}.${width}`),
  );
  return next;
}

/** Without what is shown: what the saved view says holds again. */
export function withoutDraft(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of parameters) next.delete(name);
  return next;
}

export function isSameView(a: GridDefinition, b: GridDefinition): boolean {
  const text = (view: GridDefinition) =>
    JSON.stringify(
      Object.keys(emptyDefinition).map((key) => {
        const value = view[key as keyof GridDefinition];
        // The order in which columns were resized or hidden says nothing.
        return key === "widths"
          ? Object.entries(value ?? {}).sort()
          : key === "hidden"
            ? [...view.hidden].sort()
            : value;
      }),
    );
  return text(a) === text(b);
}

/**
 * The order after a click on a column's header: ascending, descending, none.
 *
 * @param isAdding keeps the other columns' order, with this one after them.
 */
export function nextSort(sort: readonly GridSort[], column: string, isAdding: boolean): readonly GridSort[] {
  const present = sort.find((entry) => entry.column === column);
  const next: readonly GridSort[] =
    present === undefined ? [{ column, dir: "asc" }] : present.dir === "asc" ? [{ column, dir: "desc" }] : [];
  if (!isAdding) return next;
  if (present === undefined) return [...sort, ...next];
  return sort.flatMap((entry) => (entry === present ? next : [entry]));
}

// Names may hold dots and commas: they are encoded, so the last dot is ours.
function readSort(text: string): readonly GridSort[] {
  const dot = text.lastIndexOf(".");
  const dir = text.slice(dot + 1);
  const column = decode(text.slice(0, Math.max(dot, 0)));
  return column && (dir === "asc" || dir === "desc") ? [{ column, dir }] : [];
}

function readWidth(text: string): readonly (readonly [string, number])[] {
  const dot = text.lastIndexOf(".");
  const width = Number(text.slice(dot + 1));
  const column = decode(text.slice(0, Math.max(dot, 0)));
  if (!column || !Number.isInteger(width) || width < widthLimits.min || width > widthLimits.max) return [];
  return [[column, width]];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
