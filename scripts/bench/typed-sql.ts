import type { Catalog } from "#lib/catalog/types.ts";
import { compileSelect } from "#lib/query/compile-select.ts";
import { createParserPool } from "#lib/query/parser/parser-pool.ts";
import { join, keyword, type Sql, sql } from "#lib/sql/sql.ts";

/** Typed SQL compiled as the product compiles it. */
export interface TypedSql {
  text(query: string): Promise<string>;
  /** A statement whose `$1…` take the given values. */
  statement(query: string): Promise<(values: readonly unknown[]) => Sql>;
  close(): Promise<void>;
}

export async function typedSql(catalog: Catalog): Promise<TypedSql> {
  const parser = createParserPool();
  const text: TypedSql["text"] = async (query) => {
    const parsed = await parser.parse(query);
    const [statement] = parsed.ok ? parsed.statements : [];
    if (statement === undefined) throw new Error(`cannot be parsed: ${query}`);
    const outcome = compileSelect(catalog, query, statement);
    if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.message}`);
    return outcome.compiled.text;
  };
  return {
    text,
    statement: async (query) => {
      const parts = (await text(query)).split(/\$(\d+)/);
      return (values) =>
        join(
          parts.map((part, index) => (index % 2 === 0 ? keyword(part) : sql`${values[Number(part) - 1]}`)),
          "",
        );
    },
    close: () => parser.close(),
  };
}
