/** A symbol, which no JSON can bring: else a client's object of the same shape would be spliced in as text. */
const brand: unique symbol = Symbol.for("rowhouse.sql");

/** SQL text as a value: fragments compose, parameters are collected, text is never concatenated. */
export interface Sql {
  readonly [brand]: true;
  readonly chunks: readonly Chunk[];
  /** What it compiles to, where that is known. */
  readonly text?: string;
}

type Chunk = string | { readonly parameter: unknown };

/** What `pg` receives: `$1…` in order of appearance. */
export interface CompiledSql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Tagged template: an interpolated `Sql` is spliced in, anything else becomes a parameter. */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const chunks: Chunk[] = [];
  strings.forEach((text, index) => {
    if (text !== "") chunks.push(text);
    if (index >= values.length) return;
    const value = values[index];
    if (isSql(value)) append(chunks, value);
    else chunks.push({ parameter: value });
  });
  return { [brand]: true, chunks };
}

// One by one: spread, a long list of chunks would be more arguments than the stack holds.
function append(chunks: Chunk[], { chunks: more }: Sql): void {
  for (const chunk of more) chunks.push(chunk);
}

function isSql(value: unknown): value is Sql {
  return typeof value === "object" && value !== null && brand in value;
}

/** A double-quoted identifier. @throws {RangeError} if it is empty or holds a NUL, which Postgres cannot store. */
export function ident(name: string): Sql {
  if (name === "" || name.includes("\0")) throw new RangeError("not an identifier");
  return { [brand]: true, chunks: [`"${name.replaceAll('"', '""')}"`] };
}

/**
 * A quoted string literal, for what must not be a parameter (ids that the planner has to see, `SET LOCAL`).
 *
 * @throws {RangeError} if the text holds a NUL.
 * @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
 */
export function literal(text: string): Sql {
  if (text.includes("\0")) throw new RangeError("a literal cannot hold NUL");
  const quoted = twice(text, "'");
  // E'' when there is a backslash, so that the text is the same whatever standard_conforming_strings says.
  return {
    [brand]: true,
    chunks: [text.includes("\\") ? `E'${twice(quoted, "\\")}'` : `'${quoted}'`],
  };
}

/** Each such sign twice. A text may be nothing but such signs, of which `replaceAll` would take each by itself. */
function twice(text: string, sign: string): string {
  return text.includes(sign) ? text.split(sign).join(sign + sign) : text;
}

/** Fragments with a separator between them; an empty list gives an empty fragment. */
export function join(fragments: readonly Sql[], separator = ", "): Sql {
  const chunks: Chunk[] = [];
  fragments.forEach((fragment, index) => {
    if (index > 0) chunks.push(separator);
    append(chunks, fragment);
  });
  return { [brand]: true, chunks };
}

/** Fixed SQL text of ours (key words, type names out of a closed table). Never text that came from outside. */
export function keyword(text: string): Sql {
  return { [brand]: true, chunks: [text] };
}

export function compile(fragment: Sql): CompiledSql {
  const values: unknown[] = [];
  if (fragment.text !== undefined) {
    for (const chunk of fragment.chunks) if (typeof chunk !== "string") values.push(chunk.parameter);
    return { text: fragment.text, values };
  }
  const pieces = fragment.chunks.map((chunk) =>
    typeof chunk === "string" ? chunk : `$${values.push(chunk.parameter)}`,
  );
  // Joined and not added up: what is kept of a sum is all its parts, which take many times the text.
  return { text: pieces.join(""), values };
}

/** Whether words of ours stand in a statement's text, whatever its parameters hold. */
export function mentions({ chunks }: Sql, words: string): boolean {
  return chunks.some((chunk) => typeof chunk === "string" && chunk.includes(words));
}

/**
 * The same statement with other parameters, its text in as few pieces as there can be: for one that is compiled once and
 * run with many values.
 */
export function withParameters(fragment: Sql, map: (value: unknown) => unknown): Sql {
  const { chunks, text = "" } = fragment.text === undefined ? condensed(fragment) : fragment;
  const filled = chunks.map((chunk) =>
    typeof chunk === "string" ? chunk : { parameter: map(chunk.parameter) },
  );
  return { [brand]: true, chunks: filled, text };
}

/** With one piece of text between two parameters. */
function condensed(fragment: Sql): Pick<Sql, "chunks" | "text"> {
  const chunks: Chunk[] = [];
  const pieces: string[] = [];
  const endText = () => {
    // Joined, as in `compile`.
    if (pieces.length > 0) chunks.push(pieces.join(""));
    pieces.length = 0;
  };
  for (const chunk of fragment.chunks) {
    if (typeof chunk === "string") pieces.push(chunk);
    else {
      endText();
      chunks.push(chunk);
    }
  }
  endText();
  return { chunks, text: textOf(fragment) };
}

/** One string for all uses of a statement: making and hashing it again would cost more than all else about it. */
const texts = new WeakMap<Sql, string>();

function textOf(fragment: Sql): string {
  const known = fragment.text ?? texts.get(fragment);
  if (known !== undefined) return known;
  const { text } = compile(fragment);
  texts.set(fragment, text);
  return text;
}
