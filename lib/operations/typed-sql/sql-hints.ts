import { asList, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";

/** A message of the server's and its hint. */
interface Said {
  readonly message: string;
  readonly hint: string | null;
  readonly detail?: string | null;
}

/** What the server says of names, without those that only the compiled statement has. */
export function inTypedNames(said: Said, tree: TreeNode | undefined): Said {
  if (systemColumn.test(said.message))
    return {
      message: said.message,
      hint: "System columns are not supported: tables share their storage. Use the primary key to name a row.",
    };
  const hidden =
    hiddenByAlias(said.message, tree) ?? outOfReach(said.message, tree) ?? ofUsing(said.message, tree);
  return hidden ?? { message: ofTypedClause(said.message, tree), hint: withoutOurNames(said.hint) };
}

/** A column that each of Postgres's own tables has. */
const systemColumn = /^column (?:"|[^"]*\.)(?:ctid|xmin|xmax|cmin|cmax|tableoid)"? does not exist$/;

/** `Perhaps you meant to reference the column "authors.name" or the column "$w.name".` */
function withoutOurNames(hint: string | null): string | null {
  if (hint === null || !hint.includes('"$')) return hint;
  const columns = [...hint.matchAll(/the column ("[^"]+")/g)].flatMap(([, name]) => name ?? []);
  const typed = columns.filter((name) => !name.startsWith('"$'));
  if (typed.length === 0) return null;
  return `Perhaps you meant to reference ${typed.map((name) => `the column ${name}`).join(" or ")}.`;
}

/** The target of a write has an alias, and is called by the table's name all the same. */
function hiddenByAlias(message: string, tree: TreeNode | undefined): Said | null {
  const name = /^missing FROM-clause entry for table "(.+)"$/.exec(message)?.[1];
  const relation = tree?.fields.relation as TreeFields | undefined;
  const alias = (relation?.alias as { aliasname?: string } | undefined)?.aliasname;
  if (name === undefined || alias === undefined || relation?.relname !== name || alias === name) return null;
  return {
    message: `invalid reference to FROM-clause entry for table "${name}"`,
    hint: `Perhaps you meant to reference the table alias "${alias}".`,
  };
}

/** A row that is there, but not where it is asked for: what is inserted has none of the target's, and its answer no `excluded`. */
function outOfReach(message: string, tree: TreeNode | undefined): Said | null {
  const name = /^missing FROM-clause entry for table "(.+)"$/.exec(message)?.[1];
  if (name === undefined || (tree?.kind !== "InsertStmt" && tree?.kind !== "MergeStmt")) return null;
  const { relation, onConflictClause } = tree.fields;
  const target = relation as TreeFields | undefined;
  const alias = (target?.alias as { aliasname?: string } | undefined)?.aliasname ?? target?.relname;
  if (name !== alias && !(name === "excluded" && onConflictClause !== undefined)) return null;
  return {
    message: `invalid reference to FROM-clause entry for table "${name}"`,
    hint: null,
    detail: `There is an entry for table "${name}", but it cannot be referenced from this part of the query.`,
  };
}

/** What `ALTER COLUMN a TYPE … USING` computes is assigned to a column of ours, which then takes the place of the other. */
function ofUsing(message: string, tree: TreeNode | undefined): Said | null {
  const [, made = "", type = ""] =
    /^column "(.+)_converted_*" is of type (.+) but expression is of type /.exec(message) ?? [];
  if (made === "" || tree?.kind !== "AlterTableStmt") return null;
  const columns = asList(tree.fields.cmds).map((item) => String(unwrap(item)?.fields.name));
  const column = columns.find((name) => name.startsWith(made));
  if (column === undefined) return null;
  return {
    message: `result of USING clause for column "${column}" cannot be cast automatically to type ${type}`,
    hint: "You might need to add an explicit cast.",
  };
}

/** Conditions stand behind an AND of ours, or in a CASE. */
function ofTypedClause(message: string, tree: TreeNode | undefined): string {
  if (!/^(?:Insert|Update|Delete|Merge)Stmt$/.test(tree?.kind ?? "")) return message;
  const conditions = [tree?.fields.whereClause, (tree?.fields.onConflictClause as TreeFields)?.whereClause];
  const hasAnd = JSON.stringify(conditions).includes('"AND_EXPR"');
  if (tree?.kind === "MergeStmt")
    return message.replace(/^argument of CASE\/WHEN must be/, "argument of WHEN must be");
  return hasAnd ? message : message.replace(/^argument of AND must be/, "argument of WHERE must be");
}
