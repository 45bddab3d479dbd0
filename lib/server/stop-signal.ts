export interface StopSignal {
  readonly signal: AbortSignal;
  /** Resolves when somebody asks the server to stop. */
  readonly requested: Promise<void>;
  request(): void;
}

/** One wish to stop may arrive several times: from the terminal, from npm, and from the launcher. */
const echoMs = 1000;

/**
 * Listens for SIGTERM, SIGINT, and the end of the launcher, whose channel closes even when it is killed. Who asks again
 * later does not want to wait: the process then ends at once.
 */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const requested = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  let firstMs = 0;
  const onSignal = () => {
    if (controller.signal.aborted && Date.now() - firstMs > echoMs) process.exit(1);
    if (!controller.signal.aborted) firstMs = Date.now();
    controller.abort();
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  process.once("disconnect", onSignal);
  return { signal: controller.signal, requested, request: () => controller.abort() };
}
