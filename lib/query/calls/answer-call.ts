import type { CatalogFunction } from "../../catalog/types.ts";
import { returnedColumns } from "../../engine/stored-view.ts";
import { ident, join, keyword, literal, sql } from "../../sql/sql.ts";
import { resultOf, type WritingCall } from "./writing-function.ts";

/** What a function has given back, as the call of one whose statements are done. @param found rows of texts. */
export function answerCall(
  called: CatalogFunction,
  found: readonly (readonly (string | null)[])[],
): WritingCall {
  const columns = returnedColumns(called).map(
    (_, index) => sql`("$x"."$row" ->> ${keyword(String(index))}) as ${ident(`c${index}`)}`,
  );
  const rows = sql`select ${join(columns)} from json_array_elements(${literal(JSON.stringify(found))}::json) as "$x" ("$row")`;
  const answer = sql`(select * from "$answer")`;
  return {
    before: [],
    with: sql`with "$answer" as materialized (${rows})`,
    rows: answer,
    result: resultOf(called, answer),
    targets: [],
  };
}
