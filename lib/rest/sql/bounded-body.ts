import { keyword, literal, type Sql, sql } from "../../sql/sql.ts";

/**
 * The body of an answer to a write, which is undone where it would be too long to arrive: cut off on its way, it would be told
 * as refused when it is done already.
 */
export function boundedBody(body: Sql, bytesMax: number): Sql {
  const max = keyword(String(bytesMax));
  const message = literal(`The answer is larger than ${bytesMax} bytes.`);
  const hint = literal("Write fewer rows at a time, or ask for fewer columns of them.");
  return sql`case when octet_length(${body}) > ${max} then app.raised(null::text, ${message}, '54000', ${hint}, null) else ${body} end`;
}
