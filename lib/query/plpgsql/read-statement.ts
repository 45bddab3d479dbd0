import { listItems, type Placed } from "../text/clauses.ts";
import type { Statement } from "./block.ts";

/** The words of one statement that ends with a semicolon, and the text that they stand in. */
export interface Words {
  readonly text: string;
  readonly tokens: readonly Placed[];
}

/** A statement that holds no others. */
export function simpleStatement(words: Words): Statement {
  const { tokens } = words;
  const [first, second] = tokens.map(({ word }) => word);
  switch (first) {
    case "NULL":
      return { kind: "null" };
    case "RETURN":
      return returned(words);
    case "PERFORM":
      return { kind: "perform", text: `SELECT ${behind(words, 1)}` };
    case "EXECUTE":
      return { kind: "execute", text: behind(words, 1) };
    case "RAISE":
      return raised(second?.toLowerCase() ?? "", behind(words, /^[A-Z]+$/.test(second ?? "") ? 2 : 1), words);
    case "ASSERT":
      return asserted(words);
    case "EXIT":
    case "CONTINUE":
      return left(words, first === "CONTINUE");
    case "GET":
      return counted(words);
    case "OPEN":
    case "FETCH":
    case "CLOSE":
    case "MOVE":
    case "CALL":
      return { kind: "other", word: first };
    default:
      return assigned(words) ?? kept(words);
  }
}

export function plainName(typed: string): string {
  return typed.startsWith('"') ? typed.slice(1, -1).replaceAll('""', '"') : typed.toLowerCase();
}

/** The text from a word on. */
function behind({ text, tokens }: Words, count: number): string {
  const end = tokens.at(-1)?.end ?? text.length;
  return text.slice(tokens[count]?.start ?? end, end);
}

function returned(words: Words): Statement {
  const { tokens } = words;
  const value = (from: number) => (tokens.length === from ? null : behind(words, from));
  if (tokens[1]?.word === "NEXT") return { kind: "return next", value: value(2) };
  if (tokens[1]?.word !== "QUERY") return { kind: "return", value: value(1) };
  if (tokens[2]?.word === "EXECUTE") return { kind: "other", word: "RETURN QUERY EXECUTE" };
  return { kind: "return query", query: behind(words, 2) };
}

/** `ASSERT condition, message` */
function asserted(words: Words): Statement {
  const { text, tokens } = words;
  const end = tokens.at(-1)?.end ?? text.length;
  const [condition, message] = listItems(text, { start: tokens[1]?.start ?? end, end });
  if (condition === undefined) return { kind: "other", word: "ASSERT" };
  const said = message === undefined ? "'assertion failed'" : text.slice(message.start, message.end);
  const raised = `USING MESSAGE = ${said}, ERRCODE = 'P0004'`;
  const statements: readonly Statement[] = [{ kind: "raise", level: "exception", message: raised }];
  const isWrong = `(${text.slice(condition.start, condition.end)}\n) IS NOT TRUE`;
  return { kind: "if", arms: [{ condition: isWrong, statements }], otherwise: [] };
}

const levels = ["exception", "notice", "warning", "info", "log", "debug"];

function raised(level: string, message: string, words: Words): Statement {
  if (levels.includes(level)) return { kind: "raise", level, message };
  return { kind: "raise", level: "exception", message: behind(words, 1) };
}

/** `EXIT WHEN …`; of a loop by its label nothing here knows. */
function left(words: Words, isContinue: boolean): Statement {
  const { tokens } = words;
  if (tokens.length === 1) return { kind: "leave", isContinue, condition: null };
  if (tokens[1]?.word === "WHEN") return { kind: "leave", isContinue, condition: behind(words, 2) };
  return { kind: "other", word: `${isContinue ? "CONTINUE" : "EXIT"} of a label` };
}

function counted({ text, tokens }: Words): Statement {
  const from = tokens[1]?.word === "CURRENT" ? 2 : 1;
  const [diagnostics, target, is, what, ...more] = tokens.slice(from);
  const isCount =
    diagnostics?.word === "DIAGNOSTICS" &&
    (is?.word === "=" || is?.word === ":=") &&
    what?.word === "ROW_COUNT";
  if (!isCount || more.length > 0 || target === undefined) return { kind: "other", word: "GET DIAGNOSTICS" };
  return { kind: "count", target: plainName(text.slice(target.start, target.end)) };
}

function assigned(words: Words): Statement | null {
  const { text, tokens } = words;
  const at = tokens.findIndex(({ depth, word }) => depth === 0 && (word === ":=" || word === "="));
  const target = tokens.slice(0, at);
  const isTarget =
    at > 0 && target.every(({ kind, word }) => kind === "word" || kind === "quoted" || word === ".");
  if (!isTarget || (at > 1 && target[1]?.word !== ".")) return null;
  const names = target.map(({ start, end }) => plainName(text.slice(start, end)));
  return { kind: "assign", target: names.join(""), value: behind(words, at + 1) };
}

/** `SELECT a, b INTO x, y FROM …`, `INSERT … RETURNING id INTO x`: the text without its INTO. */
function kept(words: Words): Statement {
  const { text, tokens } = words;
  const [first] = tokens;
  const typed = behind(words, 0);
  const at = tokens.findIndex(
    ({ depth, word }, index) =>
      depth === (first?.depth ?? 0) && word === "INTO" && tokens[index - 1]?.word !== "INSERT",
  );
  const isMerge = tokens.some(({ word }) => word === "MERGE");
  if (first === undefined || at === -1 || isMerge) return { kind: "sql", text: typed, into: [] };
  const isStrict = tokens[at + 1]?.word === "STRICT";
  const { names: into, next } = namesFrom(words, isStrict ? at + 2 : at + 1);
  const front = text.slice(first.start, tokens[at]?.start);
  const rest = tokens[next] === undefined ? "" : behind(words, next);
  return {
    kind: "sql",
    text: `${front.trimEnd()} ${rest}`.trim(),
    into,
    ...(isStrict ? { isStrict } : {}),
  };
}

/** `x, r.y`, and the place behind it. */
export function namesFrom({ text, tokens }: Words, from: number): { names: readonly string[]; next: number } {
  const said = (index: number) => text.slice(tokens[index]?.start, tokens[index]?.end);
  const names: string[] = [];
  for (let next = from; ; next += 1) {
    if (tokens[next] === undefined) return { names, next };
    let name = plainName(said(next));
    next += 1;
    while (tokens[next]?.word === "." && tokens[next + 1] !== undefined) {
      name += `.${plainName(said(next + 1))}`;
      next += 2;
    }
    names.push(name);
    if (tokens[next]?.word !== ",") return { names, next };
  }
}
