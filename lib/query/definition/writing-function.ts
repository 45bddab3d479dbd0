import type { Catalog, CatalogFunction } from "../../catalog/types.ts";
import { returnedColumns } from "../../engine/stored-view.ts";
import { guardWrite } from "../../expression/guard.ts";
import { compile, keyword, type Sql, sql } from "../../sql/sql.ts";
import { ownTypeNames } from "../own-types.ts";
import type { RawStatement } from "../sql-parser.ts";
import { commandOf, locksRows } from "../statement-kind.ts";
import { Refused } from "../write/refused.ts";
import { argumentsMark, compileBody, writingCall } from "../writing-function.ts";
import type { ColumnsOfText } from "./create-view.ts";
import { unsupported } from "./step.ts";

/** A function but for what its body becomes. */
export type OwnFunction = Omit<CatalogFunction, "query" | "reads">;

/** A function whose body is one INSERT, UPDATE or DELETE, or holds some in its WITH list; Postgres checks a call of it. */
export async function writingFunction(
  catalog: Catalog,
  own: OwnFunction,
  statement: RawStatement,
  columnsOf: ColumnsOfText,
): Promise<CatalogFunction> {
  const command = writtenBy(statement);
  refuseForm(own, statement, command);
  const refusal = guardWrite(statement.tree, { types: ownTypeNames(catalog) });
  if (refusal !== null) throw Refused.with({ ...refusal, location: null });
  const asked: (readonly string[])[] = [];
  const given = own.arguments.map(({ type }) => sql`null::${keyword(type)}`);
  const made: CatalogFunction = { ...own, query: own.body, reads: [], writes: { command, asked } };
  const tell = async (text: string) => {
    const columns = await columnsOf(compile(writingCall(made, { text }, given).with).text);
    asked.push(columns.map(({ name }) => name));
    return columns.map(({ name }) => name);
  };
  const compiled = await compileBody({ catalog, called: own, body: own.body, statement, columnsOf: tell });
  const { with: queries, result } = writingCall(made, compiled, given);
  if (own.returns.kind !== "void") {
    const answer: Sql = sql`${queries} select * from "$answer"`;
    const found = compiled.returns ? (await columnsOf(compile(answer).text)).length : 0;
    if (found !== returnedColumns(made).length) throw mismatch(own.name);
  }
  await columnsOf(compile(sql`${queries} ${result}`).text);
  return made;
}

function mismatch(name: string): Refused {
  return new Refused("invalidFunctionDefinition", `return type mismatch in function ${name}`, {
    hint: "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.",
  });
}

function writtenBy({ tree }: RawStatement): string {
  if (tree.kind !== "SelectStmt") return commandOf(tree);
  const json = JSON.stringify(tree.fields.withClause ?? {});
  return (
    ["INSERT", "UPDATE", "DELETE"].find((one) =>
      json.includes(`"${one[0]}${one.slice(1).toLowerCase()}Stmt"`),
    ) ?? "SELECT"
  );
}

function refuseForm(own: OwnFunction, { tree }: RawStatement, command: string): void {
  if (locksRows(tree)) throw unsupported("FOR UPDATE in a function", null);
  if (JSON.stringify(tree.fields).includes('"MergeStmt"')) throw unsupported("MERGE in a function", null);
  if (own.body.includes(argumentsMark)) throw unsupported("A control character in a function", null);
  if (own.arguments.some(({ row }) => row !== undefined))
    throw unsupported("A row as an argument of a function that writes", null, "Give its columns one by one.");
  if (own.volatility === "volatile") return;
  throw new Refused("featureNotSupported", `${command} is not allowed in a non-volatile function`, {
    hint: "Leave out STABLE and IMMUTABLE: a function that writes is VOLATILE.",
  });
}
