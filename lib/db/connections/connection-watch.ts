import type { Duplex } from "node:stream";
import type pg from "pg";
import { requestCancel } from "../protocol/cancel-request.ts";
import type { StatementFailure, StatementLimits } from "../sql-runner.ts";

/** How long after its timeout a server that does not end a statement loses the connection. */
const graceMs = 2_000;

/** One guarded use of a connection. */
export interface ConnectionWatch {
  /** Of the server's process at the other end. */
  readonly processId: number;
  /** Index of the statement that runs. */
  statement: number;
  /** Whether the connection must not be used again. */
  isBroken: boolean;
  /** Marks the connection as broken, and says why if it was cut or cancelled from this side. */
  broken(): StatementFailure | null;
  /** Counts the bytes anew: what came before has been given away. */
  recount(): void;
  end(): void;
}

/** Counts what a connection receives, hears the abort signal, and bounds the time from this side as well. */
export function watchConnection(client: pg.PoolClient, limits: StatementLimits): ConnectionWatch {
  // The cast: what `pg`'s client holds and its types do not show.
  const { connection, host, port, processID, secretKey } = client as unknown as Inside;
  const { stream } = connection;
  let received = 0;
  let reason: StatementFailure | null = null;

  const explain = (sqlstate: string, message: string): void => {
    reason ??= { statement: watch.statement, sqlstate, message, hint: null, position: null };
  };
  const cut = (sqlstate: string, message: string): void => {
    explain(sqlstate, message);
    stream.destroy();
  };
  // In front of the driver, which puts a message together before it hands it on: a value of 1 GB would end the process.
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > limits.bytesMax) cut("54000", `the result is larger than ${limits.bytesMax} bytes`);
  };
  const cancel = (): void => {
    // A cancellation that comes late would hit whoever uses the connection next.
    watch.isBroken = true;
    explain("57014", "canceling statement due to user request");
    void requestCancel({ host, port }, { processID, secretKey });
  };
  // The driver reports a cut connection to the query as well.
  const ignore = (): void => undefined;
  const late = () => cut("57014", "canceling statement due to statement timeout");
  const timer = setTimeout(late, limits.timeoutMs + graceMs);

  const watch: ConnectionWatch = {
    processId: processID,
    statement: 0,
    isBroken: false,
    broken() {
      watch.isBroken = true;
      return reason;
    },
    recount() {
      received = 0;
    },
    end() {
      clearTimeout(timer);
      stream.off("data", count);
      limits.signal?.removeEventListener("abort", cancel);
      client.off("error", ignore);
    },
  };
  client.on("error", ignore);
  stream.prependListener("data", count);
  limits.signal?.addEventListener("abort", cancel, { once: true });
  if (limits.signal?.aborted) cancel();
  return watch;
}

interface Inside {
  readonly connection: { readonly stream: Duplex };
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}
