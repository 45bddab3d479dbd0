/** A JSON pointer (RFC 6901) from its unescaped parts; no parts: "", the whole document. */
export function jsonPointer(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
