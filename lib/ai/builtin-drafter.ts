import { Worker } from "node:worker_threads";
import type { Draft, GenerateInput } from "./proposal.ts";

/** The built-in generator, wherever it runs. */
export interface BuiltinDrafter {
  /** Null when the words take longer to read than anybody waits, or the reader broke on them. */
  draft(input: GenerateInput): Promise<Draft | null>;
  close(): Promise<void>;
}

/** Texts of 10,000 characters take under a second; what takes longer is made to. */
const deadlineMs = 8_000;

/**
 * Reads words in a thread of its own, one text after another: reading is all computation, and whoever writes a text that
 * is slow to read must not hold up everybody's requests. A reader past its deadline is replaced.
 */
export function createBuiltinDrafter(): BuiltinDrafter {
  let worker: Worker | null = null;
  /** Takes the answer of the one text that is being read. */
  let answer: (draft: Draft | null) => void = () => undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const start = (): Worker => {
    const started = new Worker(new URL("./builtin-worker.ts", import.meta.url));
    started.on("message", (draft: Draft) => answer(draft));
    // An uncaught error of the worker ends it, which is what counts.
    started.on("error", () => undefined);
    started.on("exit", () => {
      if (worker !== started) return;
      worker = null;
      answer(null);
    });
    return started;
  };

  const read = (input: GenerateInput): Promise<Draft | null> => {
    const reader = worker ?? start();
    worker = reader;
    return new Promise((resolve) => {
      const timer = setTimeout(() => void reader.terminate(), deadlineMs);
      answer = (draft) => {
        clearTimeout(timer);
        resolve(draft);
      };
      reader.postMessage(input);
    });
  };

  return {
    draft: (input) => {
      const reading = queue.then(() => read(input));
      queue = reading;
      return reading;
    },
    close: async () => {
      await worker?.terminate();
    },
  };
}
