import type { AppError } from "../../errors/app-error.ts";
import type { TreeFields, TreeNode } from "../../expression/tree.ts";
import { extensionHint } from "../../query/definition/create-extension.ts";
import { wayWithoutType } from "../../query/definition/extension-types.ts";
import { wayWithoutFunction } from "./extension-functions.ts";

type Told = readonly [what: string, hint: string];

const leaveOut = "Leave the line out.";
const notStreamed = "Leave the line out: changes of rows are not streamed; an app asks again.";

/** Statements of other people's scripts that nothing here can do: what they are, and how the same is had. */
const others: Readonly<Record<string, Told>> = {
  CreateEventTrigStmt: ["Event triggers are", leaveOut],
  AlterExtensionStmt: ["Extensions are", leaveOut],
  ConstraintsSetStmt: [
    "SET CONSTRAINTS is",
    "Leave the line out: constraints are checked at the end of each statement.",
  ],
  DefineStmt: ["Aggregates, operators and types of one's own are", "Write a function in LANGUAGE sql."],
  CreateCastStmt: ["Casts of one's own are", "Write a function in LANGUAGE sql."],
  AlterSystemStmt: ["ALTER SYSTEM is", leaveOut],
  AlterDatabaseSetStmt: ["ALTER DATABASE is", leaveOut],
  CreateForeignTableStmt: ["Foreign tables are", "Import the rows."],
  CreateForeignServerStmt: ["Foreign servers are", "Import the rows."],
  CreateFdwStmt: ["Foreign data wrappers are", "Import the rows."],
  CallStmt: ["CALL is", "Write a function, and call it with SELECT."],
  NotifyStmt: ["NOTIFY is", "Leave the line out: the data API knows of changed definitions at once."],
  VacuumStmt: ["VACUUM and ANALYZE are", "Leave the line out: the server sees to that by itself."],
  LockStmt: [
    "LOCK is",
    "Leave the line out: a text that changes definitions runs alone; SELECT … FOR UPDATE locks rows.",
  ],
  PrepareStmt: ["PREPARE is", "Send the statement itself, with its parameters."],
  ListenStmt: ["LISTEN is", leaveOut],
  DeallocateStmt: ["DEALLOCATE is", leaveOut],
  DiscardStmt: ["DISCARD is", leaveOut],
  CheckPointStmt: ["CHECKPOINT is", leaveOut],
  VariableShowStmt: ["SHOW is", leaveOut],
  SecLabelStmt: ["Security labels are", leaveOut],
  AlterDomainStmt: [
    "ALTER DOMAIN is",
    "The columns typed with it have its checks as their own: change these by ALTER TABLE … ADD and DROP CONSTRAINT.",
  ],
  CompositeTypeStmt: ["Composite types are", "Use a jsonb column, or a table."],
  CreateRangeStmt: ["Range types of one's own are", "Use int4range, tstzrange and their like."],
  RuleStmt: ["Rules are", "Write a policy, or a function in LANGUAGE sql."],
  AlterOwnerStmt: ["OWNER TO is", "Everything in a database belongs to its project; leave the line out."],
  AlterObjectSchemaStmt: ["SET SCHEMA is", leaveOut],
  CreateRoleStmt: ["Roles are", "An app's roles are anon, authenticated and service_role."],
  AlterRoleStmt: ["Roles are", leaveOut],
  AlterRoleSetStmt: ["ALTER ROLE … SET is", leaveOut],
  DropOwnedStmt: ["DROP OWNED is", "Drop what is to go by its name."],
  ReassignOwnedStmt: [
    "REASSIGN OWNED is",
    "Leave the line out: everything in a database belongs to its project.",
  ],
  AlterEventTrigStmt: ["Event triggers are", leaveOut],
  DropRoleStmt: ["Roles are", leaveOut],
  GrantRoleStmt: ["Roles are", leaveOut],
  CreatePublicationStmt: ["Publications are", notStreamed],
  AlterPublicationStmt: ["Publications are", notStreamed],
  RefreshMatViewStmt: [
    "REFRESH is",
    "Leave the line out: a materialized view is kept as a view, which shows what there is now.",
  ],
  CreateStatsStmt: ["Extended statistics are", leaveOut],
  ClusterStmt: ["CLUSTER is", leaveOut],
  ReindexStmt: ["REINDEX is", leaveOut],
  VariableSetStmt: [
    "SET is",
    "Leave the line out: sessions are in UTC, names are found in the schema public.",
  ],
};

/** What a statement is called that nothing here can do, and how the same is had. */
export function otherStatement({ kind }: TreeNode): Told | undefined {
  return others[kind];
}

/** Schemas of others' projects, and where the same is had. */
const schemas: Readonly<Record<string, string>> = {
  storage: "Files are kept elsewhere: a column of type text holds a file's address.",
  cron: extensionHint("pg_cron"),
  net: extensionHint("pg_net"),
  realtime: notStreamed,
  vault: "Secrets belong into your app's own settings.",
  auth: "Accounts belong to the auth API: auth.uid(), auth.email() and auth.jwt() tell the caller's; of all accounts the rows are in the table that REFERENCES auth.users leads to.",
};

/** Postgres takes such a policy, and then refuses every query of its table. */
function circularHint(message: string): string {
  const table = /"(.+)"/.exec(message)?.[1] ?? "the table";
  return `Postgres takes such a policy, and then answers every query of "${table}" with this error. Put the SELECT into a function, and write its call here: CREATE FUNCTION is_… () RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT EXISTS (…) $$.`;
}

const noType = "Make the type first, or use one of Postgres's own.";

const nothingAlike = "Nothing here does the same; leave it out, or do it in your app.";

const noFunction =
  "Functions of extensions and of other languages are not here: write it with Postgres's own, or make the function in LANGUAGE sql before.";

const wrongBody =
  "A function's body is looked at when it is made: what it names must be there, also in parts that seldom run.";

const noTable = "Make the table first, or leave out its rows.";

const notThere =
  "It is not there: where another text was to make it, look at what that one has left out, and at its order.";

/** Statements about what is there already. */
const aboutOthers: ReadonlySet<string> = new Set(
  "AlterTableStmt DropStmt RenameStmt CommentStmt GrantStmt TruncateStmt IndexStmt CreatePolicyStmt AlterPolicyStmt AlterEnumStmt AlterSeqStmt AlterFunctionStmt".split(
    " ",
  ),
);

function ownWay(code: string, message: string, tree: TreeNode | undefined): string {
  if (/^role /.test(message)) return "The roles of an app are anon, authenticated and service_role.";
  if (code === "42704" && /^type /.test(message)) return noType;
  if (aboutOthers.has(tree?.kind ?? "")) return notThere;
  return code === "42P01" ? noTable : code === "42704" ? noType : nothingAlike;
}

/** What to do about a statement that was left out. */
export function wayAround(
  tree: TreeNode | undefined,
  { code, message, hint }: Pick<AppError, "code" | "message" | "hint">,
  line: number | null = null,
): string {
  if (tree?.kind === "TransactionStmt") return "Leave the line out: all of the text is one transaction.";
  if (/function set_config$/.test(message)) return settingHint(tree);
  const called = wayWithoutFunction(message) ?? (code === "42704" ? wayWithoutType(message) : null);
  if (called !== null) return ofTable(tree, line, called);
  if (code === "42809" && tree?.kind === "IndexStmt")
    return "Leave the line out: a view is served by the indexes of its tables.";
  if (code === "42P17" && tree?.kind === "CreatePolicyStmt") return circularHint(message);
  const schema = /^(?:schema "(\w+)"|relation "(\w+)\.|function (cron|net|storage|vault|realtime)\.)/.exec(
    message,
  );
  const isPlace = code === "3F000" || code === "42P01" || code === "42883";
  const named = isPlace ? (schema?.[1] ?? schema?.[2] ?? schema?.[3]) : undefined;
  const other = named === "public" ? undefined : named;
  if (isOfFunctions(tree) && code === "3F000" && schemas[other ?? ""] === undefined)
    return `Write CREATE SCHEMA ${other}; in front of it: functions may be in a schema of their own.`;
  if (
    tree?.kind === "CreateFunctionStmt" &&
    other === undefined &&
    /^42(?:P01|703|883|804|P13|702)$/.test(code)
  )
    return wrongBody;
  const way =
    other === undefined
      ? code === "42883" && tree?.kind !== "CreateTrigStmt" && !aboutOthers.has(tree?.kind ?? "")
        ? noFunction
        : (hint ?? ownWay(code, message, tree))
      : (schemas[other] ?? `Everything of a database is in the schema public: leave "${other}." out.`);
  return ofTable(tree, line, way);
}

function isOfFunctions(tree: TreeNode | undefined): boolean {
  if (tree?.kind === "CreateFunctionStmt" || tree?.kind === "AlterFunctionStmt") return true;
  return tree?.fields.objtype === "OBJECT_FUNCTION" || tree?.fields.removeType === "OBJECT_FUNCTION";
}

/** A setting of the session, or one that a text keeps a value in for others to read. */
function settingHint(tree: TreeNode | undefined): string {
  const said = JSON.stringify(tree?.fields ?? {});
  if (tree?.kind === "CreateFunctionStmt" && /response\.(?:status|headers)/i.test(said))
    return "Set it in a statement of its own (PERFORM set_config …), with the setting's name and true written out.";
  return tree?.kind === "SelectStmt" && /"sval":"search_path"/i.test(said)
    ? "Leave the line out: names are found in the schema public."
    : "Settings of one's own are not kept: give the value to what needs it as an argument, or keep it in a row.";
}

/** What a table is left out for. */
function ofTable(tree: TreeNode | undefined, line: number | null, way: string): string {
  if (tree?.kind !== "CreateStmt" || tree.fields.partbound !== undefined) return way;
  const name = String((tree.fields.relation as TreeFields | undefined)?.relname);
  const place = line === null ? "that line" : `line ${line}`;
  return `The whole table "${name}" is left out for this: change ${place}, and paste the table again. ${way}`;
}
