import { AppError } from "../errors/app-error.ts";

/** Lets each project have a few transactions at a time; those past that wait for their turn, and not for ever. */
export interface ProjectQueue {
  /** @throws {AppError} RH402 when its turn does not come in time; what `signal` is aborted with while it waits. */
  run<T>(projectId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface ProjectQueueOptions {
  readonly runningMax: number;
  readonly waitingMax: number;
  readonly waitMs: number;
}

interface Waiter {
  start(): void;
}

export function createProjectQueue({ runningMax, waitingMax, waitMs }: ProjectQueueOptions): ProjectQueue {
  const projects = new Map<string, { running: number; readonly waiting: Waiter[] }>();

  function leave(projectId: string): void {
    const project = projects.get(projectId);
    if (project === undefined) return;
    const next = project.waiting.shift();
    if (next !== undefined) next.start();
    else if (--project.running === 0) projects.delete(projectId);
  }

  async function enter(projectId: string, signal: AbortSignal | undefined): Promise<void> {
    const project = projects.get(projectId) ?? { running: 0, waiting: [] };
    projects.set(projectId, project);
    if (project.running < runningMax) {
      project.running++;
      return;
    }
    if (project.waiting.length >= waitingMax) throw tooMany(project.running, project.waiting.length);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { start: resolve };
    const giveUp = (error: unknown) => {
      const index = project.waiting.indexOf(waiter);
      if (index < 0) return;
      project.waiting.splice(index, 1);
      reject(error);
    };
    const abort = () => giveUp(signal?.reason);
    const timer = setTimeout(() => giveUp(tooMany(project.running, project.waiting.length)), waitMs);
    signal?.addEventListener("abort", abort, { once: true });
    project.waiting.push(waiter);
    await promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  }

  return {
    async run(projectId, work, signal) {
      await enter(projectId, signal);
      try {
        return await work();
      } finally {
        leave(projectId);
      }
    },
  };
}

function tooMany(running: number, waiting: number): AppError {
  const others = waiting > 0 ? ` and ${waiting} waiting` : "";
  return new AppError("RH402", `This project has ${running} statements running already${others}.`, {
    hint: "Wait for one of them to end, or cancel it.",
  });
}
