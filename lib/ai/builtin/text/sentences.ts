/** Cuts text into sentences: at full stops, semicolons, line breaks and bullets. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(/(\d)\.(\d)/g, "$1‚$2")
    .split(/(?:[.!?]+(?=\s|$))|;|\n+|(?:^|\s)[*•](?=\s)/u)
    .map((sentence) =>
      namedTables(
        sentence
          .replaceAll("‚", ".")
          .replace(/^\s*(?:[-–]|\d+[.)])\s+/, "")
          .trim(),
      ),
    )
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** "a table called bookings" → "a bookings table". */
function namedTables(sentence: string): string {
  return sentence
    .replace(
      /\b(table|entity|collection)\s+(?:that is |which is )?(?:named|called)\s+["']?([\p{L}\p{N}_]+)["']?/giu,
      "$2 $1",
    )
    .replace(/["“”]([\p{L}\p{N}_ -]{1,40})["“”]/gu, "$1");
}

/** "… with columns a, b and c": the head, and the columns as typed. */
export function cutColumnList(sentence: string): { head: string; columns: string[] } {
  const match =
    /^(.*?)[\s:,(]*\b(?:with|has|have|having|and|containing|including)?\s*(?:the |these |following |its )*(?:columns?|fields?|attributes)\b(?: are| named| called)?\s*:?\s+(.+)$/iu.exec(
      sentence,
    );
  const [, head = "", list = ""] = match ?? [];
  if (
    match === null ||
    /^(?:for|of|in|on|from|to|is|must|should|that|which|named)\b/i.test(list) ||
    head.trim() === ""
  )
    return { head: sentence, columns: [] };
  if (/\b(?:an?|json|text|number|date|boolean|email)\s*$/i.test(head)) return { head: sentence, columns: [] };
  return { head, columns: splitList(list) };
}

/** Splits at commas and "and" that are not inside parentheses. */
export function splitList(list: string): string[] {
  return list
    .replace(/\(([^)]*)\)/g, (whole) => whole.replaceAll(",", "\u0001").replace(/\band\b/g, "\u0002"))
    .split(/,|\s+and\s+|\s+&\s+/)
    .map((part) =>
      part
        .replaceAll("\u0001", ",")
        .replaceAll("\u0002", "and")
        .replace(/^\s*and\s+(?=\S)/, "")
        .trim(),
    )
    .filter((part) => part !== "");
}
