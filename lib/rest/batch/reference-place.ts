import { splitQuery } from "../request/query-params.ts";
import { invalid } from "./batch-request.ts";

/** Where in a parameter's value a place is, by the signs in front of it. */
type Inside =
  | "plain"
  | "quotes"
  /** Quotes or braces that may be signs of a text like any other: what reads the address decides by what follows. */
  | "unclear";

/**
 * Knows in which list, condition or quotes a place in an address is. It is read once, from left to right: a long address may
 * refer to earlier results thousands of times.
 */
export class PlaceScanner {
  #isCall: boolean | null = null;
  #isQuery = false;
  #name = "";
  /** Behind the parameter's `=`. */
  #isValue = false;
  #isEmpty = true;
  #isInBrackets = false;
  #inside: Inside = "plain";
  /** The last sign outside of quotes. */
  #last = "";

  /** Goes on by a piece of the address in which nothing is referred to, as it is sent. */
  read(piece: string): void {
    this.#isCall ??= piece.startsWith("/rpc/");
    let rest = piece;
    const query = this.#isQuery ? -1 : rest.indexOf("?");
    if (query !== -1) {
      this.#isQuery = true;
      rest = rest.slice(query + 1);
    }
    if (!this.#isQuery) return;
    const parameter = rest.lastIndexOf("&");
    if (query !== -1 || parameter !== -1) this.#begin();
    this.#readParameter(rest.slice(parameter + 1));
  }

  /**
   * A text as a value of the list or condition that it comes to stand in: what is in a row never becomes a condition of its own.
   *
   * @param behind the piece of the address that follows.
   * @throws {AppError} PGRST102 where it is only a part of a value and would have to stand in quotes, and where more than a word would
   * say what to do: `id={row.filter}`, `select=id,{row.names}`.
   */
  valueOf(reference: string, text: string, behind: string): string {
    const [inside, last] = [this.#inside, this.#last];
    if (this.#saysWhatToDo && !/^[\w-]{0,200}$/.test(text))
      throw invalid(`"${reference}" is more than a word, where it would say what to do`);
    this.#isEmpty = false;
    // Not a sign that a quote may follow.
    if (inside === "plain") this.#last = "}";
    if (!this.#isInBrackets || !/[,()"\\]/.test(text)) return text;
    const escaped = text.replace(/["\\]/g, "\\$&");
    if (inside === "quotes") return escaped;
    if (inside === "plain" && /^[(,.]$/.test(last) && /^[,)]/.test(plain(behind))) return `"${escaped}"`;
    throw invalid(`"${reference}" holds signs that need the whole value to be in double quotes`);
  }

  /** Whether what comes here is read as names or operators, not as a value. Of a call that is an argument. */
  get #saysWhatToDo(): boolean {
    if (!this.#isValue || this.#isCall === true) return false;
    return this.#isEmpty || /(?:^|\.)(?:select|order|columns|on_conflict)$/.test(this.#name);
  }

  #begin(): void {
    this.#name = "";
    this.#isEmpty = true;
    this.#isValue = false;
    this.#isInBrackets = false;
    this.#inside = "plain";
    this.#last = "";
  }

  #readParameter(piece: string): void {
    const end = this.#isValue ? -1 : piece.indexOf("=");
    if (!this.#isValue) this.#name += end === -1 ? piece : piece.slice(0, end);
    if (end !== -1) this.#isValue = true;
    if (this.#isValue) this.#readValue(plain(piece.slice(end + 1)));
  }

  #readValue(text: string): void {
    if (text !== "") this.#isEmpty = false;
    if (text.includes("(")) this.#isInBrackets = true;
    for (let position = 0; position < text.length; position += 1) {
      const sign = text.charAt(position);
      if (this.#inside === "quotes") {
        if (sign === "\\") {
          position += 1;
          // It is for the first sign of what is brought.
          if (position === text.length) this.#inside = "unclear";
        } else if (sign === '"') this.#inside = "plain";
      } else if (sign === '"') {
        // Elsewhere it is a sign of a text, and what follows is not in quotes.
        this.#inside = this.#inside === "plain" && opening.has(this.#last) ? "quotes" : "unclear";
        this.#last = sign;
      } else if (sign !== " ") {
        this.#last = sign;
      }
    }
  }
}

/** Behind what a name or a value may begin with a quote. */
const opening: ReadonlySet<string> = new Set(["", "(", ",", ".", ">", ":", "!"]);

/** As the address will be read, up to the parameter's end. */
function plain(text: string): string {
  const end = text.indexOf("&");
  return splitQuery(`?x=${end === -1 ? text : text.slice(0, end)}`)[0]?.value ?? "";
}
