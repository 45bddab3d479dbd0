/** A quoted name of ours. They begin with `$`, which names in a typed write may not (`refuseOurNames`). */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
