import { expect, it } from "vitest";
import type * as console from "#components/api/types.ts";
import type * as rules from "#components/rules/types.ts";
import type { NotedRun, SavedQuery } from "#components/sql-panel/panel-api.ts";
import type { ImportInfo, ImportPreview } from "#components/transfer/types.ts";
import type { AppUserSession, AuditEntry, MailboxMessage } from "#components/users/app-users.ts";
import type { AuthSettingsView } from "#components/users/auth-settings.ts";
import type { currentUser } from "#lib/operations/account/current-user.ts";
import type { askAssistant } from "#lib/operations/assistant/ask-assistant.ts";
import type { generateSql } from "#lib/operations/assistant/generate-sql.ts";
import type { listAuthAudit } from "#lib/operations/end-users/console/audit-log.ts";
import type { listMailbox } from "#lib/operations/end-users/console/mailbox.ts";
import type { getAuthSettings } from "#lib/operations/end-users/console/settings.ts";
import type { listAppUserSessions } from "#lib/operations/end-users/console/users.ts";
import type { ImportView } from "#lib/operations/imports/import-view.ts";
import type { previewImport } from "#lib/operations/imports/preview-import.ts";
import type { listProjectKeys } from "#lib/operations/keys/list-project-keys.ts";
import type { listProjectSigningKeys } from "#lib/operations/keys/project-signing-keys.ts";
import type { databaseOverview } from "#lib/operations/projects/database-overview.ts";
import type { listProjects } from "#lib/operations/projects/list-projects.ts";
import type { deleteRecords } from "#lib/operations/records/delete-records.ts";
import type { listTableViews } from "#lib/operations/records/list-table-views.ts";
import type { runLeakMatrix } from "#lib/operations/rules/leak-matrix.ts";
import type { listAdvice } from "#lib/operations/rules/list-advice.ts";
import type { tryRules } from "#lib/operations/rules/try-rules.ts";
import type { applySchema } from "#lib/operations/schema/apply-schema.ts";
import type { getJob } from "#lib/operations/schema/get-job.ts";
import type { listTables } from "#lib/operations/schema/list-tables.ts";
import type { listTrash } from "#lib/operations/schema/list-trash.ts";
import type { listSavedQueries } from "#lib/operations/typed-sql/saved-queries.ts";
import type { listSqlRuns } from "#lib/operations/typed-sql/sql-history.ts";
import type { toResult } from "#lib/operations/typed-sql/sql-result.ts";

// biome-ignore lint/suspicious/noExplicitAny: of whatever arguments.
type Answer<Operation extends (...given: any[]) => unknown> = Awaited<ReturnType<Operation>>;
// biome-ignore lint/suspicious/noExplicitAny: of whatever arguments.
type Item<Operation extends (...given: any[]) => Promise<{ readonly items: readonly unknown[] }>> =
  Answer<Operation>["items"][number];

/** Only where the one is all that the other asks for. */
const pair = <Answered extends Read, Read>() => ({}) as { readonly answered: Answered; readonly read: Read };

it("operations answer what the console reads: tsc refuses this file when one of them does not", () => {
  const pairs = [
    pair<Answer<typeof currentUser>["user"], console.User>(),
    pair<Item<typeof listProjects>, console.Project>(),
    pair<Item<typeof listProjectKeys>, console.ProjectKey>(),
    pair<Item<typeof listProjectSigningKeys>, console.SigningKey>(),
    pair<Item<typeof listTables>, console.TableInfo>(),
    pair<Answer<typeof databaseOverview>, console.Overview>(),
    pair<Item<typeof listTableViews>, console.SavedView>(),
    pair<Answer<typeof deleteRecords>, console.DeleteResult>(),
    pair<ReturnType<typeof toResult>, console.SqlResult>(),
    pair<Answer<typeof generateSql>, console.SqlProposal>(),
    pair<Answer<typeof askAssistant>, console.AssistantAnswer>(),
    pair<Answer<typeof applySchema>, console.ApplyResult>(),
    pair<Answer<typeof getJob>["job"], console.SchemaJob>(),
    pair<Answer<typeof listTrash>, console.Trash>(),
    pair<Answer<typeof runLeakMatrix>, rules.LeakMatrix>(),
    pair<Answer<typeof listAdvice>, rules.AdviceAnswer>(),
    pair<Answer<typeof tryRules>, rules.TriedRules>(),
    // What a script came to is an untyped value of the table of imports.
    pair<Omit<ImportView, "report">, Omit<ImportInfo, "report">>(),
    pair<Answer<typeof previewImport>, ImportPreview>(),
    pair<Item<typeof listSavedQueries>, SavedQuery>(),
    pair<Item<typeof listSqlRuns>, NotedRun>(),
    pair<Answer<typeof listAppUserSessions>[number], AppUserSession>(),
    pair<Item<typeof listMailbox>, MailboxMessage>(),
    pair<Item<typeof listAuthAudit>, AuditEntry>(),
    pair<Answer<typeof getAuthSettings>, AuthSettingsView>(),
  ];
  expect(pairs).not.toHaveLength(0);
});
