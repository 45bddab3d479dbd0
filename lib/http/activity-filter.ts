import { invalidInput } from "#lib/errors/app-error.ts";
import type { ActivityRequest } from "#lib/operations/projects/list-activity.ts";
import { pageOf } from "./page.ts";
import { choiceOf } from "./request-values.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Which part of a log is asked for: `area`, `actor`, and the page. @throws {AppError} RH002. */
export function activityFilterOf(url: URL): ActivityRequest {
  const actorId = url.searchParams.get("actor");
  if (actorId !== null && !uuid.test(actorId))
    throw invalidInput([{ path: "/actor", message: "must be a person's id" }]);
  const area = choiceOf(url, "area", ["all", "schema", "members", "projects", "keys"]);
  return { ...pageOf(url), area, actorId };
}
