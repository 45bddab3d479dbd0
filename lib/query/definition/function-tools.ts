import type { ParseOutcome } from "../parser/sql-parser.ts";
import type { ColumnsOfText } from "./create-view.ts";

/** What the making of a function asks for besides its text. */
export interface FunctionTools {
  readonly parse: (text: string) => Promise<ParseOutcome>;
  readonly columnsOf: ColumnsOfText;
  /** Does what the server may refuse: then nothing of it is left, and what comes behind it can go on. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T>;
}
