import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import type { RawStatement } from "../sql-parser.ts";
import { Refused } from "../write/refused.ts";
import type { FunctionTools } from "./function-tools.ts";

/** `DO $$ BEGIN CREATE TYPE …; EXCEPTION WHEN duplicate_object THEN null; END $$`, as migration tools write it. */
const unlessDuplicate =
  /^\s*begin\s+(?<made>[\s\S]+?);\s*exception\s+when\s+(?:(?:duplicate_object|duplicate_table|duplicate_column|others)(?:\s+or\s+)?)+\s+then\s+(?:null|raise\s+notice[^;]*);\s*end\s*;?\s*$/i;

/** `DO $$ BEGIN IF NOT EXISTS (SELECT … FROM pg_type …) THEN CREATE TYPE …; END IF; END $$` */
const unlessExists =
  /^\s*begin\s+if\s+not\s+exists\s*\(\s*select\b[^;]*\b(?:pg_type|pg_constraint|pg_class|pg_policies)\b[^;]*\)\s*then\s+(?<made>[^;]+);\s*end\s+if\s*;\s*end\s*;?\s*$/i;

/** The one definition that an anonymous block makes unless it is there; other blocks are refused. */
export async function definitionIn(
  fields: TreeFields,
  { parse }: Pick<FunctionTools, "parse">,
): Promise<{ readonly text: string; readonly statement: RawStatement }> {
  const body = bodyOf(fields);
  const text = (unlessDuplicate.exec(body) ?? unlessExists.exec(body))?.groups?.made;
  const parsed = text === undefined ? null : await parse(text);
  const [statement, second] = parsed?.ok === true ? parsed.statements : [];
  if (
    text === undefined ||
    statement === undefined ||
    second !== undefined ||
    statement.tree.kind === "DoStmt"
  ) {
    throw new Refused("insufficientPrivilege", "DO is not supported.", {
      hint: "Write the statements that the block carries out, one by one: CREATE … IF NOT EXISTS, DROP … IF EXISTS, a line for each table of a loop.",
    });
  }
  return { text, statement };
}

function bodyOf(fields: TreeFields): string {
  const options = asList(fields.args).flatMap((item) => unwrap(item)?.fields ?? []) as readonly TreeFields[];
  const body = options.find(({ defname }) => defname === "as")?.arg;
  return String((body as { String?: { sval?: string } } | undefined)?.String?.sval ?? "");
}
