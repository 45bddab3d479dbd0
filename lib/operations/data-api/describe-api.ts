import type { Catalog } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import type { Caller } from "../../engine/access/access-types.ts";
import { describedFunctions } from "../../rest/openapi/described-function.ts";
import { describedTables } from "../../rest/openapi/described-table.ts";
import { describedViews } from "../../rest/openapi/described-view.ts";
import { type DescribedApi, openApi31Document } from "../../rest/openapi/openapi31.ts";
import { swaggerDocument } from "../../rest/openapi/swagger.ts";
import { assertDocument } from "../../rest/request/media-type.ts";
import { errorResponse } from "../../rest/response/error-response.ts";
import type { RestResponse } from "../../rest/rest-request.ts";
import { runtime } from "../../runtime/runtime.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { databaseOverview } from "../projects/database-overview.ts";
import { projectUrl } from "../projects/provision-database.ts";

/** The document at the root of the REST API: what the caller's key may reach. */
export async function serveApiDocument(
  scope: TenantScope,
  ref: string,
  { method, accept }: { method: string; accept: string | null },
): Promise<RestResponse> {
  try {
    assertDocument(accept);
    const catalog = await runtime().catalogs.get(scope);
    const url = new URL(projectUrl(ref));
    const document = swaggerDocument(described(catalog, scope), {
      host: url.host,
      basePath: `${url.pathname}/rest/v1/`,
      scheme: url.protocol === "https:" ? "https" : "http",
    });
    const headers = [["Content-Type", "application/openapi+json; charset=utf-8"]] as const;
    return { status: 200, headers, body: method === "HEAD" ? null : JSON.stringify(document) };
  } catch (error) {
    const response = errorResponse(error, { isAnonymous: scope.apiRole === "anon", method });
    if (response === null) throw error;
    return response;
  }
}

/** The data API of a database in OpenAPI 3.1, as its service key sees it. */
export async function describeApi(actor: Actor, databaseId: string): Promise<object> {
  const scope = await authorize(actor, databaseId, "viewer");
  const { url } = await databaseOverview(actor, databaseId);
  return openApi31Document(described(await runtime().catalogs.get(scope), scope), url);
}

/** What a caller can reach: tables and views by name, and functions. */
function described(catalog: Catalog, caller: Caller): DescribedApi {
  const own = describedTables(catalog, caller);
  const tables = [...own, ...describedViews(catalog, own)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { tables, functions: describedFunctions(catalog, caller) };
}
