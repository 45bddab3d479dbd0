import { type KnownColumn, type KnownNames, type KnownRelation, quoteName } from "./names.ts";
import { type Scope, type ScopeItem, scopeAt } from "./scope.ts";
import type { Suggestion } from "./suggestion.ts";
import { isInsideText, type Token, tokensOf } from "./tokens.ts";
import { clausesAfter, snippets, statementWords } from "./words.ts";

/** @param text one statement, or the whole. @param offset UTF-16; what is being typed ends there. */
export function suggestionsAt(text: string, offset: number, names: KnownNames): readonly Suggestion[] {
  if (isInsideText(text, offset)) return [];
  const tokens = statementAround(tokensOf(text), offset);
  const before = tokens.filter(({ end }) => end <= offset);
  const typed = before.at(-1);
  const isTyping =
    typed !== undefined && typed.end === offset && (typed.kind === "word" || typed.kind === "quoted");
  const behind = isTyping ? before.slice(0, -1) : before;
  // The word that is being typed says nothing yet.
  const scope = scopeAt(isTyping ? tokens.filter((token) => token !== typed) : tokens, offset, names);
  const last = behind.at(-1);
  if (last?.text === ".") return afterDot(behind.at(-2), scope, names);
  if (last === undefined) return [...snippets, ...statementWords];
  if (isNewName(last, behind)) return [];
  if (isTarget(last, behind)) return relationsFor(last, scope, names);
  const inserted = insertedColumns(behind, names);
  if (inserted !== null) return inserted;
  return [
    ...(last.name === "on" && last.kind === "word" ? conditions(scope.items, names) : []),
    ...choices(behind, scope),
    ...columnsIn(scope),
    ...functions(names),
    ...clausesAfter(ownTokens(scope, behind)),
  ];
}

/** The tokens of the statement that holds an offset. */
export function statementAround(tokens: readonly Token[], offset: number): readonly Token[] {
  const ends = tokens.flatMap((token, index) => (token.text === ";" ? [index] : []));
  const start = ends.findLast((index) => (tokens[index]?.end ?? 0) <= offset);
  const end = ends.find((index) => (tokens[index]?.start ?? 0) >= offset);
  return tokens.slice(start === undefined ? 0 : start + 1, end);
}

function afterDot(
  owner: Token | undefined,
  { items, queries }: Scope,
  names: KnownNames,
): readonly Suggestion[] {
  if (owner === undefined) return [];
  const item =
    items.find(({ name }) => name === owner.name) ??
    queries.find(({ name }) => name === owner.name) ??
    names.relations.find(({ name }) => name === owner.name);
  if (item !== undefined) return item.columns.map((column) => columnSuggestion(column, owner.name, 0));
  return owner.name === "public" ? names.relations.map((relation) => relationSuggestion(relation, 0)) : [];
}

/** `SELECT total AS …`: what is being typed is nothing that there is. */
function isNewName(last: Token, behind: readonly Token[]): boolean {
  if (last.name !== "as" || !/^(?:select|with|insert|update|delete|merge)$/.test(behind[0]?.name ?? ""))
    return false;
  const open = behind.findLastIndex(({ text, depth }) => text === "(" && depth < last.depth);
  return open < 0 || behind[open - 1]?.name !== "cast";
}

const targets = new Set(["from", "join", "into", "update", "table", "lateral"]);

function isTarget(last: Token, behind: readonly Token[]): boolean {
  if (last.kind !== "word") return last.text === "," && isFromList(behind);
  if (last.name === "update") return !["do", "for", "key"].includes(behind.at(-2)?.name ?? "");
  return targets.has(last.name) && behind.at(-2)?.name !== "distinct";
}

/** Whether a comma parts items of FROM. */
function isFromList(behind: readonly Token[]): boolean {
  const depth = behind.at(-1)?.depth;
  const word = behind.findLast(
    (token) =>
      token.depth === depth &&
      token.kind === "word" &&
      /^(?:select|from|where|by|set|having|returning|values|on|using|with)$/.test(token.name),
  );
  return word?.name === "from";
}

function relationsFor(last: Token, { queries, items }: Scope, names: KnownNames): readonly Suggestion[] {
  const relations = names.relations.map((relation) => relationSuggestion(relation, 1));
  if (last.name === "into" || last.name === "update" || last.name === "table") return relations;
  return [
    ...(last.name === "join" ? joins(items, names) : []),
    ...queries.map(
      ({ name, columns }): Suggestion => ({
        ...{ label: name, kind: "query", detail: "WITH query", text: quoteName(name), rank: 0 },
        documentation: columns.map((column) => column.name).join(", "),
      }),
    ),
    ...relations,
    ...names.functions
      .filter(({ returns }) => /^(?:SETOF|TABLE)/.test(returns))
      .map((one) => functionSuggestion(one, 3)),
  ];
}

/** The tables that refer to one in FROM or that it refers to, each with its condition. */
function joins(items: readonly ScopeItem[], { relations }: KnownNames): readonly Suggestion[] {
  return items.flatMap((item) => {
    const own = relations.find(({ name }) => name === item.relation);
    if (own === undefined) return [];
    const to = own.references.map(({ column, table, target }) =>
      joinSuggestion(table, target, item.name, column),
    );
    const from = relations.flatMap((other) =>
      other === own
        ? []
        : other.references
            .filter(({ table }) => table === own.name)
            .map(({ column, target }) => joinSuggestion(other.name, column, item.name, target)),
    );
    return [...to, ...from];
  });
}

function joinSuggestion(table: string, column: string, other: string, target: string): Suggestion {
  const condition = `${quoteName(table)}.${quoteName(column)} = ${quoteName(other)}.${quoteName(target)}`;
  const text = `${quoteName(table)} on ${condition}`;
  return { label: `${table} on …`, kind: "join", detail: condition, text, rank: 0 };
}

/** `JOIN … ON`: what the references between the items of FROM say. */
function conditions(items: readonly ScopeItem[], { relations }: KnownNames): readonly Suggestion[] {
  return items.flatMap((item) => {
    const { references = [] } = relations.find(({ name }) => name === item.relation) ?? {};
    return references.flatMap(({ column, table, target }) =>
      items
        .filter((other) => other !== item && other.relation === table)
        .map((other): Suggestion => {
          const text = `${quoteName(item.name)}.${quoteName(column)} = ${quoteName(other.name)}.${quoteName(target)}`;
          return { label: text, kind: "join", detail: "reference", text, rank: 0 };
        }),
    );
  });
}

/** `status =`: the values of an enum. */
function choices(behind: readonly Token[], { items }: Scope): readonly Suggestion[] {
  const [left, sign] = behind.slice(-2);
  if (left === undefined || !/^(?:=|<>|!=)$/.test(sign?.text ?? "")) return [];
  const owner = behind.at(-3)?.text === "." ? behind.at(-4)?.name : undefined;
  const column = items
    .filter(({ name }) => owner === undefined || name === owner)
    .flatMap(({ columns }) => columns)
    .find(({ name }) => name === left.name);
  return (column?.choices ?? []).map((choice): Suggestion => {
    const text = `'${choice.replaceAll("'", "''")}'`;
    return { label: text, kind: "value", detail: left.name, text, rank: 0 };
  });
}

/** `INSERT INTO posts (`: the columns that are not listed yet. */
function insertedColumns(behind: readonly Token[], names: KnownNames): readonly Suggestion[] | null {
  const open = behind.findLastIndex(({ text }) => text === "(" || text === ")");
  if (behind[open]?.text !== "(") return null;
  const table = behind[open - 1];
  const into = behind[open - 2]?.text === "." ? behind[open - 4] : behind[open - 2];
  if (into?.name !== "into") return null;
  const listed = new Set(behind.slice(open + 1).map(({ name }) => name));
  const columns = names.relations.find(({ name }) => name === table?.name)?.columns ?? [];
  return columns
    .filter(({ name }) => !listed.has(name))
    .map((column) => columnSuggestion(column, table?.name ?? "", 0));
}

function columnsIn({ items }: Scope): readonly Suggestion[] {
  const columns = items.flatMap(({ name, columns: own }) =>
    own.map((column) => columnSuggestion(column, name, 1)),
  );
  const twice = new Set(
    columns.map(({ label }) => label).filter((label, index, all) => all.indexOf(label) < index),
  );
  return [
    ...items.map(
      ({ name, relation }): Suggestion => ({
        ...{ label: name, kind: relation === null ? "query" : "table", text: quoteName(name), rank: 2 },
        detail: relation === null || relation === name ? "in FROM" : relation,
      }),
    ),
    // A name that two items have has to say which.
    ...columns.map((column) =>
      twice.has(column.label)
        ? {
            ...column,
            text: `${quoteName(column.owner)}.${column.text}`,
            label: `${column.owner}.${column.label}`,
          }
        : column,
    ),
  ];
}

function columnSuggestion(
  { name, type, description }: KnownColumn,
  owner: string,
  rank: number,
): Suggestion & { readonly owner: string } {
  const detail = [type, owner].filter(Boolean).join(" · ");
  return {
    label: name,
    kind: "column",
    detail,
    text: quoteName(name),
    documentation: description,
    rank,
    owner,
  };
}

function relationSuggestion({ name, kind, description }: KnownRelation, rank: number): Suggestion {
  return { label: name, kind, detail: kind, text: quoteName(name), documentation: description, rank };
}

function functions({ functions: all }: KnownNames): readonly Suggestion[] {
  const once = new Map(all.map((one) => [one.name, one]));
  return [...once.values()].map((one) => functionSuggestion(one, one.isOwn ? 2 : 4));
}

function functionSuggestion(
  { name, arguments: args, returns, description }: KnownNames["functions"][number],
  rank: number,
): Suggestion {
  const place = args === "" ? "()" : "($1)";
  return {
    ...{
      label: name,
      kind: "function",
      detail: returns,
      text: `${quoteName(name)}${place}`,
      isSnippet: true,
      rank,
    },
    documentation: [`${name}(${args})`, description].filter(Boolean).join("\n\n"),
  };
}

/** The tokens of the innermost query in front of the place. */
function ownTokens({ block }: Scope, behind: readonly Token[]): readonly Token[] {
  const inside = new Set(block);
  return behind.filter((token) => inside.has(token));
}
