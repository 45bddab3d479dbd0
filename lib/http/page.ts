import { type Issue, invalidInput } from "#lib/errors/app-error.ts";
import type { PageRequest } from "#lib/operations/page.ts";

const limitDefault = 20;
const limitMax = 100;

/** The `limit` and `offset` of a list. @throws {AppError} RH002. */
export function pageOf(url: URL): PageRequest {
  const issues: Issue[] = [];
  const limit = readInteger(url, "limit", { min: 1, max: limitMax, default: limitDefault }, issues);
  const offset = readInteger(url, "offset", { min: 0, max: 1_000_000_000, default: 0 }, issues);
  if (issues.length > 0) throw invalidInput(issues);
  return { limit, offset };
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

function readInteger(url: URL, name: string, range: Range, issues: Issue[]): number {
  const text = url.searchParams.get(name);
  if (text === null) return range.default;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  issues.push({ path: `/${name}`, message: `must be a whole number from ${range.min} to ${range.max}` });
  return range.default;
}
