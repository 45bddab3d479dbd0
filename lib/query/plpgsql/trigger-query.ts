import { quoted } from "../text/statement-names.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "../write/refused.ts";
import { flattened, isLook, isQuery, unset, wholeRows } from "./as-sql.ts";
import type { Block, Declaration, Statement } from "./block.ts";
import { BlockQuery } from "./block-query.ts";
import { textsIn } from "./block-words.ts";
import { plainName } from "./read-statement.ts";
import { hindered, textMax, tooLong, withValues } from "./variable-words.ts";

/** What a trigger's function is told, and of which table. */
export interface TriggerFacts {
  readonly event: "INSERT" | "UPDATE";
  /** The types of the table's columns that a trigger may set, by name; null: of whatever table. */
  readonly columns: ReadonlyMap<string, string> | null;
  /** `tg_name` and its like, in lower case, as SQL. */
  readonly words: ReadonlyMap<string, string>;
  /** What stands for them in the query. Absent: the same. */
  readonly filled?: ReadonlyMap<string, string>;
  /** Of WHEN; null: in any case. */
  readonly condition: string | null;
}

export interface TriggerQuery {
  /** Of one row over relations `new` and `old`: a text[] of the values of `sets`, or null. */
  readonly query: string;
  readonly sets: readonly string[];
  /** Those of them that it sets to nothing but what they were. */
  readonly keeps: ReadonlySet<string>;
  /** The columns of the two rows that it says, and whether it says one as a whole. */
  readonly says: ReadonlySet<string>;
  readonly isWhole: boolean;
}

/**
 * The body of a trigger's function that sets columns of the row, refuses it or leaves it out, as one query.
 *
 * @throws {Refused} 0A000 with what hinders; 42703 for a column that the table does not have.
 */
export function triggerQuery(block: Block, facts: TriggerFacts): TriggerQuery {
  const { declarations, statements: all } = flattened(block);
  const pruned = all.flatMap((statement) => prunedFor(facts, statement));
  const statements = mapped(pruned, (text) => withValues(text, facts.filled ?? facts.words));
  refuseWork(statements);
  const begun: Statement[] =
    facts.condition === null
      ? []
      : [
          {
            kind: "if",
            arms: [
              {
                condition: `(${facts.condition}\n) IS NOT TRUE`,
                statements: [{ kind: "return", value: "NEW" }],
              },
            ],
            otherwise: [],
          },
        ];
  const done = [...begun, ...statements];
  const sets = setIn(done);
  refuseUnknown(sets, facts);
  const values = sets.map((name) => `(${quoted(variableOf(name))})::text`);
  const row = `ARRAY[${values.join(", ")}]::text[]`;
  const ending = done.map((statement) => returning(statement, facts.event, row));
  refuseWholeBehind(ending);
  const texts = textsIn(ending);
  const says = new Set([...sets, ...texts.flatMap((text) => fieldsIn(text).map(({ name }) => name))]);
  const isWhole = texts.some((text) => wholeRowsIn(text).length > 0);
  const given = sets.map(
    (name): Declaration => ({
      name: variableOf(name),
      type: facts.columns?.get(name) ?? "text",
      value: null,
    }),
  );
  const first = sets.map(
    (name): Statement => ({
      kind: "assign",
      target: variableOf(name),
      value: `"new".${quoted(name)}`,
    }),
  );
  const own = mapped(ending, (text) => withVariables(text, new Set(sets)));
  const variables = new Map(
    [...given, ...declarations].map((declaration) => [declaration.name, declaration]),
  );
  if (variables.size < given.length + declarations.length) throw hindered("A second variable of a name");
  const wholes = wholeRows(own, variables);
  const query = new BlockQuery(variables, wholes, true).query(
    [...first, ...unset([...first, ...own], variables), ...own],
    { type: "text[]", isVoid: false, columns: new Set(), row: null },
  );
  if (query.length > textMax) throw tooLong();
  return { query, sets, keeps: new Set(sets.filter((name) => isKept(done, name))), says, isWhole };
}

/** No table has a column of such a name twice: of `NEW.title`. */
function variableOf(column: string): string {
  return `new.${column}`;
}

const asksFact =
  /^\(*\s*(tg_op|tg_table_name|tg_relname|tg_name)\s*(=|<>|!=|in)\s*\(?\s*('[^']+'(?:\s*,\s*'[^']+')*)\s*\)*$/i;

/** Whether a condition on what is known of the trigger alone holds; null: it is another one. */
function isFact({ columns, words }: TriggerFacts, condition: string): boolean | null {
  const [, word = "", operator = "", list = ""] = asksFact.exec(condition.trim()) ?? [];
  const known = words.get(word.toLowerCase());
  if (known === undefined || (columns === null && word.toLowerCase() !== "tg_op")) return null;
  const isAmong = list.split(",").some((value) => `${value.trim()}::text` === known);
  return operator === "<>" || operator === "!=" ? !isAmong : isAmong;
}

/** Without the branches of other operations and tables. */
function prunedFor(facts: TriggerFacts, statement: Statement): readonly Statement[] {
  if (statement.kind !== "if") return [statement];
  const inner = (statements: readonly Statement[]) => statements.flatMap((one) => prunedFor(facts, one));
  const arms = [];
  for (const { condition, statements } of statement.arms) {
    const holds = isFact(facts, condition);
    if (holds === true)
      return arms.length === 0 ? inner(statements) : [{ kind: "if", arms, otherwise: inner(statements) }];
    if (holds === null) arms.push({ condition, statements: inner(statements) });
  }
  const otherwise = inner(statement.otherwise);
  return arms.length === 0 ? otherwise : [{ kind: "if", arms, otherwise }];
}

function mapped(statements: readonly Statement[], of: (text: string) => string): readonly Statement[] {
  return statements.map((statement) => {
    const texts = Object.entries(statement).map(([key, value]) => [
      key,
      typeof value === "string" && said.has(key) ? of(value) : value,
    ]);
    const own = Object.fromEntries(texts) as Statement;
    if (own.kind === "if")
      return {
        ...own,
        arms: own.arms.map((arm) => ({
          condition: of(arm.condition),
          statements: mapped(arm.statements, of),
        })),
        otherwise: mapped(own.otherwise, of),
      };
    return "statements" in own ? { ...own, statements: mapped(own.statements, of) } : own;
  });
}

const said: ReadonlySet<string> = new Set(["value", "query", "text", "message", "list", "condition"]);

/** @throws {Refused} 0A000 for what does more than to say what becomes of the row. */
function refuseWork(statements: readonly Statement[]): void {
  for (const statement of everyOne(statements)) {
    if (statement.kind === "sql" && !isQuery(statement.text)) throw hindered(firstWord(statement.text));
    if (statement.kind === "perform" && !isLook(statement.text)) throw hindered("PERFORM");
    if (statement.kind === "return query" || statement.kind === "return next") throw hindered("RETURN QUERY");
  }
}

function firstWord(text: string): string {
  return /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? "A statement";
}

function everyOne(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((statement) => {
    if (statement.kind === "if")
      return [
        statement,
        ...statement.arms.flatMap((arm) => everyOne(arm.statements)),
        ...everyOne(statement.otherwise),
      ];
    return "statements" in statement ? [statement, ...everyOne(statement.statements)] : [statement];
  });
}

function targetsOf(statement: Statement): readonly string[] {
  if (statement.kind === "assign") return [statement.target];
  if (statement.kind === "sql") return statement.into;
  if (statement.kind === "for") return statement.targets;
  return statement.kind === "foreach" ? [statement.variable] : [];
}

/** The columns of NEW that are set. */
function setIn(statements: readonly Statement[]): readonly string[] {
  const targets = everyOne(statements).flatMap(targetsOf);
  if (targets.some((target) => target === "new" || target === "old" || target.startsWith("old.")))
    throw hindered("Setting the row as a whole");
  return [...new Set(targets.filter((target) => target.startsWith("new.")).map((target) => target.slice(4)))];
}

/** `NEW.id := OLD.id` */
function isKept(statements: readonly Statement[], column: string): boolean {
  return everyOne(statements)
    .filter((statement) => targetsOf(statement).includes(variableOf(column)))
    .every((statement) => {
      const [only, ...more] = statement.kind === "assign" ? rowsIn(statement.value.trim()) : [];
      const isOld = only?.row === "old" && only.name === column && more.length === 0;
      return isOld && statement.kind === "assign" && only.end - only.start === statement.value.trim().length;
    });
}

function refuseUnknown(sets: readonly string[], { columns }: TriggerFacts): void {
  const unknown = columns === null ? undefined : sets.find((name) => !columns.has(name));
  if (unknown !== undefined) throw noField("new", unknown);
}

/**
 * A whole row would be one without what has been set.
 *
 * @returns whether any column has been set behind the statements.
 */
function refuseWholeBehind(statements: readonly Statement[], isSetBefore = false): boolean {
  let isSet = isSetBefore;
  const refuse = (texts: readonly unknown[]) => {
    const isWhole = texts.some((text) => typeof text === "string" && wholeRowsIn(text).includes("new"));
    if (isSet && isWhole) throw hindered("NEW as a whole behind what sets it");
  };
  for (const statement of statements) {
    const { value, query, text, message, list, condition } = statement as Readonly<Record<string, unknown>>;
    refuse([value, query, text, message, list, condition]);
    if (statement.kind === "if") {
      refuse(statement.arms.map((arm) => arm.condition));
      const branches = [...statement.arms.map((arm) => arm.statements), statement.otherwise];
      isSet = branches.map((branch) => refuseWholeBehind(branch, isSet)).some(Boolean);
    } else if ("statements" in statement) {
      // What comes first in a turn comes behind the one before it.
      isSet = refuseWholeBehind(statement.statements, refuseWholeBehind(statement.statements, isSet));
    }
    isSet ||= targetsOf(statement).some((target) => target.startsWith("new."));
  }
  return isSet;
}

interface Said {
  readonly row: string;
  /** Null: `NEW.*` */
  readonly name: string | null;
  readonly start: number;
  readonly end: number;
}

/** Where a text says one of the rows: `NEW.title`, `NEW.*`, `NEW`. */
export function rowsIn(text: string): readonly Said[] {
  const all = [...tokens(text)];
  const word = (index: number) => text.slice(all[index]?.start, all[index]?.end);
  return all.flatMap(({ kind, start, end }, index): Said[] => {
    if (kind !== "word" && kind !== "quoted") return [];
    const row = plainName(text.slice(start, end));
    if ((row !== "new" && row !== "old") || (index > 0 && word(index - 1) === ".")) return [];
    if (word(index + 1) !== ".") return [{ row, name: null, start, end }];
    const name = word(index + 2) === "*" ? null : plainName(word(index + 2));
    return [{ row, name, start, end: all[index + 2]?.end ?? end }];
  });
}

function fieldsIn(text: string) {
  return rowsIn(text).flatMap(({ name }) => (name === null ? [] : [{ name }]));
}

function wholeRowsIn(text: string): readonly string[] {
  return rowsIn(text).flatMap(({ row, name }) => (name === null ? [row] : []));
}

/** With variables in the place of the columns that are set. */
function withVariables(text: string, sets: ReadonlySet<string>): string {
  let made = "";
  let at = 0;
  for (const { row, name, start, end } of rowsIn(text)) {
    if (row !== "new" || name === null || !sets.has(name)) continue;
    made += text.slice(at, start) + quoted(variableOf(name));
    at = end;
  }
  return made + text.slice(at);
}

function returning(statement: Statement, event: TriggerFacts["event"], row: string): Statement {
  const inner = (statements: readonly Statement[]) => statements.map((one) => returning(one, event, row));
  if (statement.kind === "if")
    return {
      ...statement,
      arms: statement.arms.map((arm) => ({ ...arm, statements: inner(arm.statements) })),
      otherwise: inner(statement.otherwise),
    };
  if ("statements" in statement) return { ...statement, statements: inner(statement.statements) };
  if (statement.kind !== "return") return statement;
  const value = (statement.value ?? "").trim().replace(/^\(\s*|\s*\)$/g, "");
  if (/^new$|^coalesce\s*\(?\s*new\s*,\s*old\s*\)?$/i.test(value)) return { kind: "return", value: row };
  const isNothing = /^null(?:\s*::\s*\w+)?$/i.test(value) || (event === "INSERT" && /^old$/i.test(value));
  if (!isNothing) throw hindered(`RETURN ${value === "" ? "of nothing" : value}`);
  // Which rows an update is about is settled before it is known what becomes of them.
  if (event === "UPDATE") throw hindered("RETURN NULL before an UPDATE");
  return { kind: "return", value: "NULL::text[]" };
}

export function noField(row: string, name: string) {
  return new Refused("undefinedColumn", `record "${row}" has no field "${name}"`);
}
