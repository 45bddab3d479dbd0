import type { ParseOutcome } from "../parser/sql-parser.ts";
import type { ColumnsOfText } from "./create-view.ts";

/** What the making of a function asks for besides its text. */
export interface FunctionTools {
  readonly parse: (text: string) => Promise<ParseOutcome>;
  readonly columnsOf: ColumnsOfText;
}
