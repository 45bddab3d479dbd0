import { AppError } from "../../errors/app-error.ts";

/** Letters, digits and what else PostgREST allows in a name without quotes. */
const bareName = /[\p{L}\p{N}_ $]+(?:-(?!>)[\p{L}\p{N}_ $]+)*/uy;
const spaces = / */y;

/** Reads one value of the query string from left to right; what does not fit becomes PGRST100 at its column. */
export class Scanner {
  readonly text: string;
  position = 0;
  readonly #what: string;

  /** @param what the parameter's kind, for errors: `select parameter`, `filter`, `order`, `logic tree`. */
  constructor(text: string, what: string) {
    this.text = text;
    this.#what = what;
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.position);
  }

  /** Goes past the token if it is next. */
  take(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.position += token.length;
    return true;
  }

  /** Goes past what a sticky pattern matches here; null if it does not. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.position += found[0].length;
    return found[0];
  }

  expect(token: string): void {
    if (!this.take(token)) this.fail(`"${token}"`);
  }

  skipSpaces(): void {
    this.match(spaces);
  }

  /** A column's, table's or constraint's name, quoted or not. */
  name(): string {
    this.skipSpaces();
    if (this.startsWith('"')) return this.quoted();
    const name = this.match(bareName)?.trim();
    if (name === undefined || name === "") this.fail("field name (* or [a..z0..9_$])");
    return name;
  }

  /** A text in double quotes; a backslash takes the next character as it is. */
  quoted(): string {
    this.expect('"');
    let text = "";
    while (!this.startsWith('"')) {
      if (this.isAtEnd) this.fail('"\\""');
      if (this.startsWith("\\")) this.position += 1;
      text += this.text.charAt(this.position);
      this.position += 1;
    }
    this.position += 1;
    return text;
  }

  /** The whole rest. */
  rest(): string {
    const text = this.text.slice(this.position);
    this.position = this.text.length;
    return text;
  }

  end(expecting = "end of input"): void {
    this.skipSpaces();
    if (!this.isAtEnd) this.fail(expecting);
  }

  fail(expecting: string): never {
    const next = this.isAtEnd ? "end of input" : `"${[...this.text.slice(this.position)][0]}"`;
    const column = this.position + 1;
    throw new AppError(
      "PGRST100",
      `"failed to parse ${this.#what} (${this.text})" (line 1, column ${column})`,
      {
        details: `unexpected ${next} expecting ${expecting}`,
      },
    );
  }
}
