import { toName } from "../catalog/checks/names.ts";

/** A column of a file and the name under which a table can have it. */
export interface LegalName {
  readonly source: string;
  readonly name: string;
  /** Whether the table's name differs from the file's. */
  readonly isChanged: boolean;
}

/**
 * Names of a file's columns as names of columns: small letters, digits and underscores, no reserved word, none twice. A
 * column without a name is called by its place.
 */
export function legalNames(sources: readonly string[]): readonly LegalName[] {
  const taken = new Set<string>();
  return sources.map((source, index) => {
    const plain = /[\p{L}\p{N}]/u.test(source) ? toName(source) : `column_${index + 1}`;
    // What consists of letters that have no Latin form would otherwise all be called the same.
    const base = plain === "unnamed" ? `column_${index + 1}` : plain;
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base.slice(0, 58)}_${count}`;
    taken.add(name);
    return { source, name, isChanged: name !== source };
  });
}

/** Names of a file's columns, none twice: those that lack one are called by their place. */
export function sourceNames(header: readonly unknown[] | null, width: number): readonly string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, index) => {
    const given = header === null ? "" : String(header[index] ?? "").trim();
    const base = given === "" ? `Column ${index + 1}` : given.slice(0, 200);
    let name = base;
    for (let count = 2; taken.has(name); count++) name = `${base} (${count})`;
    taken.add(name);
    return name;
  });
}
