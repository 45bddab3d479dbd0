import { AppError } from "../../errors/app-error.ts";
import type { TransactionOptions } from "../database.ts";

/**
 * Asked in front of each statement of some work, from now on.
 *
 * @throws {AppError} 57014, as Postgres says it of one statement, when all together have taken their time.
 */
export function withinTime({ totalMs }: Pick<TransactionOptions, "totalMs">): () => void {
  const until = performance.now() + (totalMs ?? Number.POSITIVE_INFINITY);
  return () => {
    if (performance.now() <= until) return;
    throw new AppError("57014", "canceling statement due to statement timeout", { status: 408 });
  };
}
