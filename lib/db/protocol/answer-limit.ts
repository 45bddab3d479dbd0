import type { Socket } from "node:net";
import type pg from "pg";
import { AppError } from "../../errors/app-error.ts";

/** Node holds no text of more than half a gigabyte, and its driver fails at one where nobody can catch it. */
export const answerBytesMax = 64 * 1024 * 1024;

/** Cuts the connection of a statement whose answer is too large, before the driver has put it together. */
export interface AnswerLimit {
  /** A new connection, which it watches from now on. */
  meet(client: pg.ClientBase): void;
  /** Another statement is asked, whose answer is counted anew. */
  begin(client: pg.ClientBase): void;
  /**
   * Why the connection was cut; null: it was not, from here.
   *
   * @param isUndone false: COMMIT was sent already, and nobody knows whether it was heard.
   */
  refusal(client: pg.ClientBase, isUndone?: boolean): AppError | null;
}

export function createAnswerLimit(bytesMax: number): AnswerLimit {
  const received = new WeakMap<pg.ClientBase, number>();
  const isPast = (client: pg.ClientBase) => (received.get(client) ?? 0) > bytesMax;
  return {
    meet(client) {
      // The cast: what `pg`'s client holds and its types do not show.
      const { stream } = (client as pg.ClientBase & { connection: { stream: Socket } }).connection;
      stream.prependListener("data", (part: Buffer) => {
        if (isPast(client)) return;
        received.set(client, (received.get(client) ?? 0) + part.length);
        if (isPast(client)) stream.destroy();
      });
    },
    begin(client) {
      if (!isPast(client)) received.set(client, 0);
    },
    refusal(client, isUndone = true) {
      if (!isPast(client)) return null;
      return new AppError("54000", `The answer is larger than ${bytesMax} bytes.`, {
        status: 413,
        hint: isUndone
          ? "Ask for fewer rows or columns at a time."
          : "What was to be written is there as a whole, or not at all: look before you ask for fewer rows or columns.",
      });
    },
  };
}
