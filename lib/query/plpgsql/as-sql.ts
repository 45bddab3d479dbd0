import type { Block, Declaration, Statement } from "./block.ts";
import { BlockQuery } from "./block-query.ts";
import { isSilent, textsIn, type Wanted } from "./block-words.ts";
import { BlockWrites } from "./block-writes.ts";
import { cannotFail } from "./cannot-fail.ts";
import { hindered, isRow, saysAlone, textMax, tooLong } from "./variable-words.ts";

/**
 * The body of a plpgsql function as that of one in SQL, where it says no more than one query can: variables that are set
 * from expressions and queries, IF, RETURN, RETURN QUERY, loops that look for a row; or writes one behind the other.
 *
 * @throws {Refused} 0A000 with what hinders.
 */
export function asSql(block: Block, wanted: Wanted): string {
  const { declarations, statements: all } = flattened(block);
  const variables = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  if (variables.size < declarations.length) throw hindered("A second variable of a name");
  const wholes = wholeRows(all, variables);
  if (isWriting(all, wanted) && wholes.size > 0) throw hindered("A whole row as a value");
  const text = isWriting(all, wanted)
    ? new BlockWrites(variables, wanted.columns).statements(all, wanted)
    : new BlockQuery(variables, wholes).query([...unset(all, variables), ...all], wanted);
  if (text.length > textMax) throw tooLong();
  return text;
}

type Flat = Pick<Block, "declarations" | "statements">;

/** What is declared is set where the block begins, and blocks within it are part of it. */
export function flattened({ declarations, statements, handlers }: Block): Flat {
  if (handlers.length > 0 && !cannotFail({ declarations, statements })) throw hindered("EXCEPTION");
  const begun = declarations.flatMap(({ name, value }): Statement[] =>
    value === null ? [] : [{ kind: "assign", target: name, value }],
  );
  const inner = flatStatements(statements);
  return {
    declarations: [...declarations, ...inner.declarations],
    statements: [...begun, ...inner.statements],
  };
}

function flatStatements(statements: readonly Statement[]): Flat {
  const parts = statements.map((statement): Flat => {
    if (statement.kind === "block") return flattened(statement.block);
    if (statement.kind !== "if") return { declarations: [], statements: [statement] };
    const arms = statement.arms.map(({ condition, statements: own }) => ({
      condition,
      ...flatStatements(own),
    }));
    const { declarations, statements: otherwise } = flatStatements(statement.otherwise);
    return {
      declarations: [...arms.flatMap((arm) => arm.declarations), ...declarations],
      statements: [
        {
          kind: "if",
          arms: arms.map(({ condition, statements: own }) => ({ condition, statements: own })),
          otherwise,
        },
      ],
    };
  });
  return {
    declarations: parts.flatMap((part) => part.declarations),
    statements: parts.flatMap((part) => part.statements).filter((one) => !isSilent(one)),
  };
}

/** Whether something is done beside what is given back. */
function isWriting(statements: readonly Statement[], { row }: Wanted): boolean {
  const gives = statements.some(({ kind }) => /^(?:return|return query|if|for|foreach)$/.test(kind));
  return (
    (!gives && (row === null || statements.length === 0)) ||
    statements.some((one) =>
      one.kind === "perform" ? !isLook(one.text) : one.kind === "sql" && !isQuery(one.text),
    )
  );
}

export function isQuery(text: string): boolean {
  return /^\s*(?:select|with|values)\b/i.test(text) && !/\b(?:insert|update|delete)\b/i.test(text);
}

/** `PERFORM 1 FROM …`, of which FOUND is all that is asked. */
export function isLook(text: string): boolean {
  return isQuery(text) && /\bfrom\b/i.test(text) && !/\b(?:nextval|setval)\b/i.test(text);
}

/** Variables that keep a row, and are said without a field. */
export function wholeRows(
  statements: readonly Statement[],
  variables: ReadonlyMap<string, Declaration>,
): ReadonlySet<string> {
  const rows = [...variables.values()].filter(isRow).map(({ name }) => name);
  const texts = textsIn(statements);
  return new Set(rows.filter((name) => texts.some((text) => saysAlone(text, new Set([name])))));
}

/** Variables that are said before anything is sure to have set them are null. */
export function unset(
  statements: readonly Statement[],
  variables: ReadonlyMap<string, Declaration>,
): readonly Statement[] {
  return [...variables.values()].flatMap((declaration): Statement[] => {
    const { name } = declaration;
    if (isRow(declaration)) return [];
    const first = statements.find((one) => speaksOf(one, name));
    const isSet =
      first !== undefined && sets(first, name) && !textsIn([first]).some((text) => says(text, name));
    return first === undefined || isSet ? [] : [{ kind: "assign", target: name, value: "NULL" }];
  });
}

function sets(statement: Statement, name: string): boolean {
  return statement.kind === "assign" ? statement.target === name : intoOf(statement).includes(name);
}

function speaksOf(statement: Statement, name: string): boolean {
  return (
    sets(statement, name) ||
    textsIn([statement]).some((text) => says(text, name)) ||
    within(statement).some((one) => speaksOf(one, name))
  );
}

function says(text: string, name: string): boolean {
  return saysAlone(text, new Set([name]));
}

function intoOf(statement: Statement): readonly string[] {
  return statement.kind === "sql" ? statement.into : [];
}

function within(statement: Statement): readonly Statement[] {
  if (statement.kind === "if")
    return [...statement.arms.flatMap((arm) => arm.statements), ...statement.otherwise];
  return "statements" in statement ? statement.statements : [];
}
