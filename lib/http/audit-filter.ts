import { invalidInput } from "#lib/errors/app-error.ts";

const severities = ["info", "notice", "warning", "critical"] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The `severity` (and above) and `user_id` of a list of events. @throws {AppError} RH002 */
export function auditFilterOf(url: URL): {
  readonly severity: (typeof severities)[number] | null;
  readonly userId: string | null;
} {
  const asked = url.searchParams.get("severity");
  const severity = severities.find((candidate) => candidate === asked) ?? null;
  if (asked !== null && severity === null) {
    throw invalidInput([{ path: "/severity", message: `must be one of ${severities.join(", ")}` }]);
  }
  const userId = url.searchParams.get("user_id");
  if (userId !== null && !uuid.test(userId))
    throw invalidInput([{ path: "/user_id", message: "must be an id" }]);
  return { severity, userId };
}
