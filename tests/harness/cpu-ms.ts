/** What work takes of a processor, in milliseconds: unlike the clock's, the same on a machine that others keep busy. */
export function cpuMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
