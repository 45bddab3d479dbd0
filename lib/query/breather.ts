import { setImmediate } from "node:timers/promises";

/** How long one piece of work may keep the process from others. */
const sliceMs = 10;

/** Between the pieces of a long piece of work: others have their turn when it has lasted for a while. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
