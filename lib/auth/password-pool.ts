import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { AppError } from "#lib/errors/app-error.ts";
import { hashOfNobody, type PasswordHasher, passwordBytesMax } from "./password-hasher.ts";
import type { PasswordAnswer, PasswordJob } from "./password-worker.ts";

interface Task {
  readonly job: PasswordJob;
  readonly resolve: (value: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  task: Task | null;
}

export interface PasswordPoolOptions {
  /** Default: one core stays free for the event loop. */
  readonly threads?: number;
  /** How many may wait before further ones are turned away; a quarter of a second each, shared by the threads. */
  readonly waitingMax?: number;
}

/**
 * bcrypt in worker threads, first come, first served. Threads start when they are first needed.
 * Only the composition root makes one: Next's copy of this code could not find the worker's file.
 */
export function createPasswordPool(options: PasswordPoolOptions = {}): PasswordHasher {
  const pool = new PasswordPool(options);
  return {
    hash: async (password) => String(await pool.run({ kind: "hash", password })),
    verify: async (password, hash) => {
      const isMatch = await pool.run({ kind: "verify", password, hash: hash ?? hashOfNobody });
      // bcrypt would take a longer password for its first 72 bytes.
      const isCut = hash?.startsWith("$2") === true && Buffer.byteLength(password) > passwordBytesMax;
      return isMatch === true && hash !== null && !isCut;
    },
    close: () => pool.close(),
  };
}

class PasswordPool {
  readonly #threadsMax: number;
  readonly #waitingMax: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Task[] = [];
  #isClosed = false;

  constructor(options: PasswordPoolOptions) {
    this.#threadsMax = options.threads ?? Math.max(1, availableParallelism() - 1);
    this.#waitingMax = options.waitingMax ?? 200;
  }

  run(job: PasswordJob): Promise<string | boolean> {
    if (this.#isClosed || this.#waiting.length >= this.#waitingMax) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const task of this.#waiting.splice(0)) task.reject(busy());
    await Promise.all([...this.#threads].map((thread) => thread.worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const thread = this.#idleThread();
    const task = thread && this.#waiting.shift();
    if (!thread || !task) return;
    thread.task = task;
    // Work in progress keeps the process alive, an idle thread does not.
    thread.worker.ref();
    thread.worker.postMessage(task.job);
  }

  #idleThread(): Thread | null {
    for (const thread of this.#threads) if (thread.task === null) return thread;
    return this.#threads.size < this.#threadsMax ? this.#start() : null;
  }

  #start(): Thread {
    const thread: Thread = {
      worker: new Worker(new URL("./password-worker.ts", import.meta.url)),
      task: null,
    };
    thread.worker.unref();
    thread.worker.on("message", (answer: PasswordAnswer) => this.#finish(thread, answer));
    thread.worker.on("error", (error) => this.#lose(thread, error));
    thread.worker.on("exit", () => this.#lose(thread, busy()));
    this.#threads.add(thread);
    return thread;
  }

  #finish(thread: Thread, answer: PasswordAnswer): void {
    const { task } = thread;
    thread.task = null;
    thread.worker.unref();
    if ("value" in answer) task?.resolve(answer.value);
    else task?.reject(new Error(`bcrypt failed: ${answer.error}`));
    this.#next();
  }

  /** A thread that died takes its task with it; the others' go to a new thread. */
  #lose(thread: Thread, error: Error): void {
    this.#threads.delete(thread);
    thread.task?.reject(error);
    thread.task = null;
    if (!this.#isClosed) this.#next();
  }
}

function busy(): AppError {
  return new AppError("RH008", "Too many people are signing in at the moment.", {
    hint: "Try again in a few seconds.",
  });
}
