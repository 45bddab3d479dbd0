import { parameterNames, type QueryParameter } from "../../catalog/query-parameters.ts";
import type { TenantScope } from "../../db/scope.ts";
import { AppError, type Issue, invalidInput } from "../../errors/app-error.ts";
import { runtime } from "../../runtime/runtime.ts";
import {
  countOwnQueries,
  deleteSavedQuery as deleteStatement,
  findSavedQuery,
  insertSavedQuery,
  type SavedQuery,
  type SavedQueryFields,
  selectSavedQueries,
  updateSavedQuery as updateStatement,
} from "../../store/typed-sql/sql-query.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import type { Page, PageRequest } from "../page.ts";

export interface SaveQueryInput {
  readonly name: string;
  readonly query: string;
  /** '' is the top; 'Reports/2026' lies within 'Reports'. Default ''. */
  readonly folder?: string;
  /** Default: a text parameter without default for each `{{name}}` of the query. */
  readonly parameters?: readonly QueryParameter[];
  /** Whether everybody in the project sees it. Default false. */
  readonly is_shared?: boolean;
}

/** Of one user in one project. */
const ownMax = 1_000;

/** One's own saved queries and what others share, by folder and name. */
export async function listSavedQueries(
  actor: Actor,
  databaseId: string,
  { search, ...page }: PageRequest & { readonly search: string },
): Promise<Page<SavedQuery>> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { rows } = await runtime().database.query<SavedQuery & { total: number }>(
    scope,
    selectSavedQueries(scope, { search, ...page }),
  );
  const items = rows.map(({ total: _, ...saved }) => saved);
  return { items, total: Number(rows[0]?.total ?? 0), ...page };
}

/** @throws {AppError} RH002 for parameters that are not those of the query. */
export async function saveQuery(
  actor: Actor,
  databaseId: string,
  input: SaveQueryInput,
): Promise<{ readonly query: SavedQuery }> {
  const scope = await authorize(actor, databaseId, "editor");
  const fields = fieldsOf(input);
  const own = await runtime().database.query<{ count: number }>(scope, countOwnQueries(scope));
  if (Number(own.rows[0]?.count ?? 0) >= ownMax)
    throw new AppError("RH206", `You have saved ${ownMax.toLocaleString("en")} queries already.`, {
      hint: "Delete some that you do not need.",
    });
  const { rows } = await runtime().database.query<SavedQuery>(scope, insertSavedQuery(scope, fields));
  const [query] = rows;
  if (query === undefined) throw new AppError("RH000", "The query was not stored.");
  return { query };
}

/** Renames, moves, shares or rewrites a saved query. @throws {AppError} RH004; RH102 for somebody else's. */
export async function updateSavedQuery(
  actor: Actor,
  databaseId: string,
  id: string,
  input: Partial<SaveQueryInput>,
): Promise<{ readonly query: SavedQuery }> {
  const scope = await authorize(actor, databaseId, "editor");
  const before = await savedQuery(scope, id);
  const { name, folder, query, parameters, is_shared } = before;
  const isSameText = input.query === undefined || input.query === query;
  const fields = fieldsOf({
    ...{ name, folder, query, is_shared },
    ...(isSameText ? { parameters } : { parameters: carriedOver(parameters, input.query ?? "") }),
    ...input,
  });
  const { rows } = await runtime().database.query<SavedQuery>(scope, updateStatement(scope, id, fields));
  const [updated] = rows;
  if (updated === undefined) throw notYours(before);
  return { query: updated };
}

export async function deleteSavedQuery(actor: Actor, databaseId: string, id: string): Promise<void> {
  const scope = await authorize(actor, databaseId, "editor");
  const before = await savedQuery(scope, id);
  const { rowCount } = await runtime().database.query(scope, deleteStatement(scope, id));
  if (rowCount === 0) throw notYours(before);
}

/** @throws {AppError} RH004 */
export async function savedQuery(scope: TenantScope, id: string): Promise<SavedQuery> {
  const { rows } = await runtime().database.query<SavedQuery>(scope, findSavedQuery(scope, id));
  const [found] = rows;
  if (found === undefined) throw new AppError("RH004", "There is no such saved query.");
  return found;
}

function notYours({ name }: SavedQuery): AppError {
  return new AppError("RH102", `"${name}" is somebody else's query.`, {
    hint: "Save a copy, or ask its owner or an admin.",
  });
}

function fieldsOf(input: SaveQueryInput): SavedQueryFields {
  const issues: Issue[] = [];
  const name = input.name.trim();
  if (name === "") issues.push({ path: "/name", message: "is missing" });
  const folder = (input.folder ?? "")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("/");
  const { query } = input;
  const parameters = input.parameters ?? carriedOver([], query);
  const names = parameterNames(query);
  for (const [index, parameter] of parameters.entries()) {
    const path = `/parameters/${index}/name`;
    if (!names.includes(parameter.name))
      issues.push({ path, message: `is no {{${parameter.name}}} of the query` });
    if (parameters.findIndex((other) => other.name === parameter.name) < index)
      issues.push({ path, message: "stands here twice" });
  }
  const missing = names.filter((known) => !parameters.some((parameter) => parameter.name === known));
  for (const known of missing)
    issues.push({ path: "/parameters", message: `has no {{${known}}} of the query` });
  if (issues.length > 0) throw invalidInput(issues);
  return { name, folder, query, parameters, is_shared: input.is_shared ?? false };
}

/** The parameters of another text: those of before that are still there, and texts for the new ones. */
function carriedOver(before: readonly QueryParameter[], query: string): readonly QueryParameter[] {
  return parameterNames(query).map(
    (name) => before.find((known) => known.name === name) ?? { name, type: "text", default: null },
  );
}
