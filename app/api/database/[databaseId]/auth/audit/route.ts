import { appAsMember } from "#lib/http/app-as-member.ts";
import { auditFilterOf } from "#lib/http/audit-filter.ts";
import { methodsOtherThan } from "#lib/http/method-not-allowed.ts";
import { pageOf } from "#lib/http/page.ts";
import { json } from "#lib/http/respond.ts";
import { route } from "#lib/http/route.ts";
import { listAuthAudit } from "#lib/operations/end-users/console/audit-log.ts";

export const GET = route(
  async (passed) =>
    json(await listAuthAudit(appAsMember(passed), { ...pageOf(passed.url), ...auditFilterOf(passed.url) })),
  { params: { databaseId: "uuid" } },
);

export const { POST, PUT, PATCH, DELETE, OPTIONS } = methodsOtherThan("GET");
