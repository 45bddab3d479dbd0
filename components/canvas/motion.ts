/** How long a movement takes: not at all for whoever asked the system for less of it. */
export function motionMs(ms: number): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : ms;
}
