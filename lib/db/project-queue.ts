import { AppError } from "../errors/app-error.ts";

/** Lets each project have a few transactions at a time; those past that wait for their turn, and not for ever. */
export interface ProjectQueue {
  /** @throws {AppError} RH402 when its turn does not come in time; what `signal` is aborted with while it waits. */
  run<T>(projectId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface ProjectQueueOptions {
  readonly runningMax: number;
  /** How many it may have while no other project asks. Default: the same. */
  readonly aloneMax?: number;
  readonly waitingMax: number;
  readonly waitMs: number;
}

interface Waiter {
  start(): void;
}

/** So long after others have asked, a project still has its share only. */
const aloneAfterMs = 1_000;

interface Project {
  running: number;
  readonly waiting: Waiter[];
}

export function createProjectQueue(options: ProjectQueueOptions): ProjectQueue {
  const { runningMax, aloneMax = runningMax, waitingMax, waitMs } = options;
  const projects = new Map<string, Project>();
  const latest = { projectId: "", since: 0 };

  /** Whose project asked last, and since when no other. */
  function note(projectId: string): void {
    if (latest.projectId === projectId) return;
    latest.projectId = projectId;
    latest.since = performance.now();
  }

  function mayRun({ running }: Project): boolean {
    if (running < runningMax) return true;
    return running < aloneMax && performance.now() - latest.since > aloneAfterMs;
  }

  function leave(projectId: string): void {
    const project = projects.get(projectId);
    if (project === undefined) return;
    project.running -= 1;
    while (project.waiting.length > 0 && mayRun(project)) {
      project.running += 1;
      project.waiting.shift()?.start();
    }
    if (project.running === 0) projects.delete(projectId);
  }

  async function enter(projectId: string, signal: AbortSignal | undefined): Promise<void> {
    note(projectId);
    const project = projects.get(projectId) ?? { running: 0, waiting: [] };
    projects.set(projectId, project);
    if (project.waiting.length === 0 && mayRun(project)) {
      project.running += 1;
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
