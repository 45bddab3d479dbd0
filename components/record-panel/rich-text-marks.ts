/** What a part of a text can be marked as. */
export type Marking = "strong" | "em" | "a" | "h2" | "ul" | "ol" | "blockquote";

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A text with a tag around its selection; taken away again where it stands there already. A list makes an item of every
 * line.
 *
 * @returns the text, and what is selected in it now.
 */
export function mark(text: string, selection: Span, marking: Marking): Span & { readonly text: string } {
  const [before, inner, after] = [
    text.slice(0, selection.start),
    text.slice(selection.start, selection.end),
    text.slice(selection.end),
  ];
  const open = marking === "a" ? '<a href="https://">' : `<${marking}>`;
  const close = `</${marking}>`;
  if (before.endsWith(open) && after.startsWith(close)) {
    const start = selection.start - open.length;
    return {
      text: before.slice(0, start) + inner + after.slice(close.length),
      start,
      end: start + inner.length,
    };
  }
  const filled = marking === "ul" || marking === "ol" ? items(inner) : inner;
  const start = before.length + open.length;
  return { text: `${before}${open}${filled}${close}${after}`, start, end: start + filled.length };
}

function items(lines: string): string {
  return `\n${lines
    .split("\n")
    .map((line) => `  <li>${line.trim()}</li>`)
    .join("\n")}\n`;
}
