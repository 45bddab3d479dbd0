import { AppError } from "../../errors/app-error.ts";

/** What a client asks for beside the request itself; null where it says nothing. */
export interface Preferences {
  readonly resolution: "merge-duplicates" | "ignore-duplicates" | null;
  readonly missing: "default" | "null" | null;
  readonly return: "representation" | "minimal" | "headers-only" | null;
  readonly count: "exact" | "planned" | "estimated" | null;
  readonly tx: "commit" | "rollback" | null;
  readonly handling: "strict" | "lenient" | null;
  readonly timezone: string | null;
  readonly maxAffected: number | null;
}

const choices: { readonly [name: string]: readonly string[] } = {
  resolution: ["merge-duplicates", "ignore-duplicates"],
  missing: ["default", "null"],
  return: ["representation", "minimal", "headers-only"],
  count: ["exact", "planned", "estimated", "none"],
  tx: ["commit", "rollback"],
  handling: ["strict", "lenient"],
};

/**
 * The `Prefer` header (RFC 7240), of each name the first that is understood.
 *
 * @throws {AppError} PGRST122 for one that is not, where `handling=strict` is among them.
 */
export function parsePreferences(header: string | null): Preferences {
  const items = (header ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  const found = new Map<string, string>();
  const unknown: string[] = [];
  for (const item of items) {
    const end = item.indexOf("=");
    const name = end === -1 ? item : item.slice(0, end).trim();
    const value = end === -1 ? "" : item.slice(end + 1).trim();
    if (!isUnderstood(name, value)) unknown.push(item);
    else if (!found.has(name)) found.set(name, value);
  }
  if (found.get("handling") === "strict" && unknown.length > 0)
    throw new AppError("PGRST122", "Invalid preferences given with handling=strict", {
      details: `Invalid preferences: ${unknown.join(", ")}`,
    });
  return asPreferences(found);
}

function isUnderstood(name: string, value: string): boolean {
  if (name === "timezone") return value !== "";
  if (name === "max-affected") return /^\d{1,15}$/.test(value);
  return choices[name]?.includes(value) ?? false;
}

function asPreferences(found: ReadonlyMap<string, string>): Preferences {
  const maxAffected = found.get("max-affected");
  const count = found.get("count");
  // The casts: `isUnderstood` let only the listed values in.
  return {
    resolution: (found.get("resolution") ?? null) as Preferences["resolution"],
    missing: (found.get("missing") ?? null) as Preferences["missing"],
    return: (found.get("return") ?? null) as Preferences["return"],
    count: (count === undefined || count === "none" ? null : count) as Preferences["count"],
    tx: (found.get("tx") ?? null) as Preferences["tx"],
    handling: (found.get("handling") ?? null) as Preferences["handling"],
    timezone: found.get("timezone") ?? null,
    maxAffected: maxAffected === undefined ? null : Number(maxAffected),
  };
}

/** The `Preference-Applied` header of the given ones, in PostgREST's order; null when nothing was asked for. */
export function preferenceApplied(applied: Partial<Preferences>): string | null {
  const isStrict = applied.handling === "strict";
  const parts = [
    part("resolution", applied.resolution),
    part("missing", applied.missing),
    part("return", applied.return),
    part("count", applied.count),
    part("tx", applied.tx),
    part("handling", applied.handling),
    part("timezone", applied.timezone),
    part("max-affected", isStrict ? applied.maxAffected : null),
  ].flat();
  return parts.length === 0 ? null : parts.join(", ");
}

function part(name: string, value: string | number | null | undefined): string[] {
  return value === null || value === undefined ? [] : [`${name}=${value}`];
}
