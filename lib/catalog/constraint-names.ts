import { catalogLimits } from "./checks/limits.ts";
import type { Constraint } from "./types.ts";

const labels: Readonly<Record<Constraint["kind"], string>> = {
  primary_key: "pkey",
  unique: "key",
  foreign_key: "fkey",
  check: "check",
  index: "idx",
};

/**
 * The name that Postgres would give: `posts_pkey`, `posts_author_id_fkey`, `users_email_key`, `posts_title_idx`;
 * with a number behind it when that is taken.
 *
 * @param columns of the table; a check may name the one column it is about, a primary key's are not used.
 * @see ChooseConstraintName in Postgres's src/backend/catalog/pg_constraint.c
 */
export function constraintName(
  table: string,
  kind: Constraint["kind"],
  columns: readonly string[],
  isTaken: (name: string) => boolean = () => false,
): string {
  const middle = kind === "primary_key" ? "" : truncateBytes(columns.join("_"), catalogLimits.nameBytes);
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(table, middle, pass === 0 ? labels[kind] : `${labels[kind]}${pass}`);
    if (!isTaken(name)) return name;
  }
}

/** Postgres's makeObjectName: `first_second_label`, the longer of the first two cut until all fit in 63 bytes. */
function makeObjectName(first: string, second: string, label: string): string {
  const overhead = label.length + 1 + (second === "" ? 0 : 1);
  let firstBytes = byteLength(first);
  let secondBytes = byteLength(second);
  while (firstBytes + secondBytes > catalogLimits.nameBytes - overhead) {
    if (firstBytes > secondBytes) firstBytes--;
    else secondBytes--;
  }
  const parts = [truncateBytes(first, firstBytes), truncateBytes(second, secondBytes), label];
  return (second === "" ? parts.toSpliced(1, 1) : parts).join("_");
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** At most so many bytes, in whole characters. */
function truncateBytes(text: string, bytesMax: number): string {
  let bytes = 0;
  let kept = "";
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > bytesMax) return kept;
    kept += character;
  }
  return kept;
}
