import type { ExpressionTools } from "../catalog/checks/check-expression.ts";
import { reservedWords } from "../catalog/checks/reserved-words.ts";
import type {
  ColumnMention,
  ExpressionOutcome,
  ExpressionRow,
  ParsedExpression,
  Replacement,
  Span,
} from "./parsed-expression.ts";

/**
 * The expressions that a change of definitions meets, parsed beforehand, so that planning needs no parser. Renaming puts
 * the renamed text into the book.
 */
export class ExpressionBook implements ExpressionTools {
  readonly #outcomes: Map<string, ExpressionOutcome>;

  constructor(outcomes: ReadonlyMap<string, ExpressionOutcome> = new Map()) {
    this.#outcomes = new Map(outcomes);
  }

  /** @throws {RangeError} if the text was not parsed beforehand. */
  outcome(text: string): ExpressionOutcome {
    const outcome = this.#outcomes.get(text);
    if (outcome === undefined) throw new RangeError("an expression was not parsed before planning");
    return outcome;
  }

  has(text: string): boolean {
    return this.#outcomes.has(text);
  }

  mentions(text: string, column: string): boolean {
    return this.#parsed(text)?.mentions.some(({ name }) => name === column) ?? false;
  }

  renameColumn(text: string, column: string, to: string): string {
    return this.#renamed(
      text,
      ({ name, span }) => (name === column ? [{ span, to }] : []),
      (row) => withColumn(row, to, column),
    );
  }

  renameTable(text: string, table: string, to: string): string {
    return this.#renamed(
      text,
      ({ table: qualifier }) => (qualifier?.name === table ? [{ span: qualifier.span, to }] : []),
      (row) => ({ ...row, name: table }),
    );
  }

  #parsed(text: string): ParsedExpression | null {
    const outcome = this.outcome(text);
    return outcome.ok ? outcome.expression : null;
  }

  /** @param rowBefore the row under the names that the text has said so far. */
  #renamed(
    text: string,
    find: (mention: ColumnMention) => readonly Renaming[],
    rowBefore: (row: ExpressionRow) => ExpressionRow,
  ): string {
    const parsed = this.#parsed(text);
    const renamings = parsed?.mentions.flatMap(find).toSorted((a, b) => a.span.start - b.span.start) ?? [];
    if (parsed === null || renamings.length === 0) return text;
    const expression = withNames(parsed, renamings, rowBefore);
    this.#outcomes.set(expression.text, { ok: true, expression });
    return expression.text;
  }
}

interface Renaming {
  readonly span: Span;
  readonly to: string;
}

/** The row with a column under the name that it had. */
function withColumn(row: ExpressionRow, name: string, before: string): ExpressionRow {
  const others = row.columns.filter((column) => column.name !== before);
  return {
    ...row,
    columns: others.map((column) => (column.name === name ? { ...column, name: before } : column)),
  };
}

/** The expression with other names at some places; what stands behind them moves. */
function withNames(
  parsed: ParsedExpression,
  renamings: readonly Renaming[],
  rowBefore: (row: ExpressionRow) => ExpressionRow,
): ParsedExpression {
  let text = "";
  let done = 0;
  for (const { span, to } of renamings) {
    text += parsed.text.slice(done, span.start) + writtenName(to);
    done = span.end;
  }
  text += parsed.text.slice(done);
  const shift = (index: number, isEnd: boolean) =>
    renamings.reduce((moved, { span, to }) => {
      const isBehind = isEnd ? index >= span.end : index > span.start;
      return isBehind ? moved + writtenName(to).length - (span.end - span.start) : moved;
    }, index);
  const moved = (span: Span) => ({ start: shift(span.start, false), end: shift(span.end, true) });
  const movedReplacement = ({ start, end, by }: Replacement) =>
    start === end
      ? { start: shift(start, false), end: shift(start, false), by }
      : { ...moved({ start, end }), by };
  const nameAt = (span: Span, name: string) =>
    renamings.find((renaming) => renaming.span === span)?.to ?? name;
  return {
    ...parsed,
    text,
    mentions: parsed.mentions.map(({ name, span, table, schema }) => ({
      name: nameAt(span, name),
      span: moved(span),
      table: table === null ? null : { name: nameAt(table.span, table.name), span: moved(table.span) },
      schema: schema === null ? null : moved(schema),
    })),
    calls: parsed.calls.map((call) => ({ ...call, ...moved(call) })),
    replacements: (row) => {
      const outcome = parsed.replacements(rowBefore(row));
      return outcome.ok ? { ok: true, replacements: outcome.replacements.map(movedReplacement) } : outcome;
    },
  };
}

/** Quoted unless Postgres reads the bare name as a name. */
function writtenName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reservedWords.has(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}
