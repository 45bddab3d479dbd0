import type { Policy, RoleGrants, Table } from "../types.ts";

/** What gets another name: a column of a table, or (without a column) the table itself, by its name before. */
export interface Renamed {
  readonly table: string;
  readonly column?: string;
  readonly to: string;
}

/**
 * Tables with their rules following a new name. Names are told apart by the tables that an expression reads, without a
 * parser: what is left ambiguous stays as it is, and the rule is checked against the new definitions afterwards.
 *
 * @param tables as they were before the renaming.
 */
export function renamedInRules(tables: readonly Table[], renamed: Renamed): readonly Table[] {
  return tables.map((table) => {
    if (table.policies === undefined && table.grants === undefined) return table;
    const inText = (text: string) => renameInRule(text, table, tables, renamed);
    return { ...table, ...accessWith(table, inText, (names) => renamedColumns(table, names, renamed)) };
  });
}

/** The table's grants without a column that is dropped. */
export function withoutColumnInGrants(table: Table, column: string): Table {
  if (table.grants === undefined) return table;
  const same = (text: string) => text;
  return { ...table, ...accessWith(table, same, (names) => names.filter((name) => name !== column)) };
}

function accessWith(
  { policies, grants }: Table,
  inText: (text: string) => string,
  inColumns: (names: readonly string[]) => readonly string[],
): Pick<Table, "policies" | "grants"> {
  const columns = (given: boolean | readonly string[]) =>
    typeof given === "boolean" ? given : inColumns(given);
  const role = (given: RoleGrants): RoleGrants => ({
    select: columns(given.select),
    insert: columns(given.insert),
    update: columns(given.update),
    delete: given.delete,
  });
  const policy = (given: Policy): Policy => ({
    ...given,
    ...(given.using === undefined ? {} : { using: inText(given.using) }),
    ...(given.check === undefined ? {} : { check: inText(given.check) }),
  });
  return {
    ...(policies === undefined ? {} : { policies: policies.map(policy) }),
    ...(grants === undefined
      ? {}
      : {
          grants: {
            ...(grants.anon === undefined ? {} : { anon: role(grants.anon) }),
            ...(grants.authenticated === undefined ? {} : { authenticated: role(grants.authenticated) }),
          },
        }),
  };
}

function renamedColumns(table: Table, names: readonly string[], { table: of, column, to }: Renamed) {
  return of === table.name && column !== undefined
    ? names.map((name) => (name === column ? to : name))
    : names;
}

/** A token: a string, a quoted or bare name, or any other character. */
const tokenPattern = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_$]*|\s+|[^\s]/g;

interface Token {
  readonly text: string;
  /** What it names; null when it is no name. */
  readonly name: string | null;
}

function renameInRule(text: string, own: Table, tables: readonly Table[], renamed: Renamed): string {
  const tokens = tokensOf(text);
  const words = tokens.filter((token) => token.text.trim() !== "");
  const sources = sourcesOf(words, own, tables);
  const isMeant = (index: number) =>
    renamed.column === undefined
      ? isTableName(words, index, renamed.table, sources)
      : isColumnName(words, index, { ...renamed, column: renamed.column }, sources, tables);
  const meant = new Set(words.filter((_, index) => isMeant(index)));
  return tokens.map((token) => (meant.has(token) ? written(renamed.to) : token.text)).join("");
}

function tokensOf(text: string): readonly Token[] {
  return (text.match(tokenPattern) ?? []).map((token) => {
    if (token.startsWith('"')) return { text: token, name: token.slice(1, -1).replaceAll('""', '"') };
    return { text: token, name: /^[A-Za-z_]/.test(token) ? token.toLowerCase() : null };
  });
}

/** Which table each qualifier stands for: the rule's own, and those behind FROM, JOIN and a comma. */
function sourcesOf(words: readonly Token[], own: Table, tables: readonly Table[]): Map<string, string> {
  const sources = new Map([[own.name, own.name]]);
  words.forEach((word, index) => {
    if (word.name === null || !isSource(words, index)) return;
    if (!tables.some(({ name }) => name === word.name)) return;
    const next = words[index + 1]?.name === "as" ? words[index + 2] : words[index + 1];
    const isAlias = next?.name != null && !clauseWords.has(next.name);
    sources.set(isAlias ? (next?.name ?? word.name) : word.name, word.name);
  });
  return sources;
}

const clauseWords = new Set(
  "where on using join inner left right full cross natural group having order limit offset union except intersect for window and or".split(
    " ",
  ),
);

function isSource(words: readonly Token[], index: number): boolean {
  const before = words[index - 1];
  const isQualified = before?.text === "." && words[index - 2]?.name === "public";
  const opener = isQualified ? words[index - 3] : before;
  return opener?.name === "from" || opener?.name === "join" || opener?.text === ",";
}

function isTableName(
  words: readonly Token[],
  index: number,
  table: string,
  sources: ReadonlyMap<string, string>,
): boolean {
  if (words[index]?.name !== table) return false;
  if (isSource(words, index)) return words[index + 1]?.text !== ".";
  return words[index + 1]?.text === "." && words[index - 1]?.text !== "." && sources.get(table) === table;
}

function isColumnName(
  words: readonly Token[],
  index: number,
  { table, column }: Renamed & { readonly column: string },
  sources: ReadonlyMap<string, string>,
  tables: readonly Table[],
): boolean {
  if (words[index]?.name !== column) return false;
  if (words[index - 1]?.text === ".") return sources.get(words[index - 2]?.name ?? "") === table;
  if (["(", "."].includes(words[index + 1]?.text ?? "") || isSource(words, index)) return false;
  const read = new Set(sources.values());
  const owners = tables.filter(
    ({ name, columns }) => read.has(name) && columns.some((other) => other.name === column),
  );
  return owners.length === 1 && owners[0]?.name === table;
}

function written(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
