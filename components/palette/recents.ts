import type { CurrentProject } from "#components/shell/project-context.tsx";

/** A page that was looked at. */
export interface Recent {
  readonly href: string;
  readonly label: string;
  readonly detail: string;
}

const key = "rowhouse:recents";
const kept = 8;

/** Newest first; empty where the browser keeps nothing. */
export function readRecents(): readonly Recent[] {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(key) ?? "[]");
    return Array.isArray(value) ? value.filter(isRecent) : [];
  } catch {
    // Switched off, or written by something else: there is nothing recent then.
    return [];
  }
}

/** Remembers a table or page of a project as the newest. */
export function noteRecent(recent: Recent): void {
  const others = readRecents().filter(({ href }) => href !== recent.href);
  write([recent, ...others].slice(0, kept));
}

/** When somebody signs out, the next one at this browser is not told where they were. */
export function forgetRecents(): void {
  write([]);
}

/** What a path of a project's pages is remembered as; null for pages that are one click away anyway. */
export function recentOf(project: Pick<CurrentProject, "id" | "name">, pathname: string): Recent | null {
  const base = `/projects/${project.id}/database`;
  const table = new RegExp(`^${base}/tables/([^/]+)$`).exec(pathname)?.[1];
  if (table !== undefined) return { href: pathname, label: decodeURIComponent(table), detail: project.name };
  return pathname === base ? { href: base, label: project.name, detail: "Project" } : null;
}

function write(recents: readonly Recent[]): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(recents));
  } catch {
    // Switched off or full: recents are a convenience.
  }
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== "object" || value === null) return false;
  const { href, label, detail } = value as { readonly [name: string]: unknown };
  return (
    [href, label, detail].every((text) => typeof text === "string") && String(href).startsWith("/projects/")
  );
}
