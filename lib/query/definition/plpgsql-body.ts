import type { Catalog, FunctionReturn } from "../../catalog/types.ts";
import { asSql } from "../plpgsql/as-sql.ts";
import type { Block, Declaration, Statement } from "../plpgsql/block.ts";
import { readBlock } from "../plpgsql/read-block.ts";
import { Refused } from "../write/refused.ts";
import { plainType } from "./block-variables.ts";
import { unsupported } from "./step.ts";

export const otherLanguage =
  "Write it in LANGUAGE sql, which may have several statements, or do it in your app.";

/** What a function in plpgsql does: in SQL as far as that says it, and as the block that is carried out step by step. */
export interface PlpgsqlBody {
  readonly block: Block;
  /** Null: only step by step. */
  readonly said: string | null;
}

/** @throws {Refused} 0A000 for what is not read. */
export function plpgsqlBody(catalog: Catalog, typed: string, returns: FunctionReturn): PlpgsqlBody {
  const block = readBlock(typed);
  if (block === null)
    throw unsupported(
      'A function in the language "plpgsql"',
      null,
      `It has labels, or other statements that are not read. ${otherLanguage}`,
    );
  try {
    return { block, said: saidInSql(catalog, block, returns) };
  } catch (error) {
    if (error instanceof Refused) return { block, said: null };
    throw error;
  }
}

function saidInSql(catalog: Catalog, block: Block, returns: FunctionReturn): string {
  const columns = new Set(
    catalog.tables.flatMap(({ definition }) => definition.columns.map(({ name }) => name)),
  );
  const type = returns.kind === "value" && !returns.isSet ? returns.type : null;
  const row = returns.kind === "rows" && !returns.isSet ? returns.columns : null;
  // What a function gives back by name is a variable like any other.
  const given = row === null || returns.kind !== "rows" || returns.of !== undefined ? [] : row;
  const declared = given.map(({ name, type: own }): Declaration => ({ name, type: own, value: null }));
  const all = plainBlock(catalog, { ...block, declarations: [...declared, ...block.declarations] });
  return asSql(all, {
    type,
    isVoid: returns.kind === "void",
    columns,
    row: row?.map(({ name }) => name) ?? null,
  });
}

/** With types that SQL knows, but for rows. */
export function plainBlock(catalog: Catalog, { declarations, statements, handlers }: Block): Block {
  return {
    declarations: declarations.map((one) => ({ ...one, type: plainType(catalog, one.type) })),
    statements: statements.map((one) => plainStatement(catalog, one)),
    handlers,
  };
}

function plainStatement(catalog: Catalog, statement: Statement): Statement {
  const all = (statements: readonly Statement[]) => statements.map((one) => plainStatement(catalog, one));
  if (statement.kind === "block") return { kind: "block", block: plainBlock(catalog, statement.block) };
  if (statement.kind !== "if") return statement;
  const arms = statement.arms.map((arm) => ({ ...arm, statements: all(arm.statements) }));
  return { kind: "if", arms, otherwise: all(statement.otherwise) };
}
