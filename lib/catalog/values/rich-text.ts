import sanitizeHtml from "sanitize-html";
import type { Table } from "../types.ts";

/** What a text may be marked up with: structure and emphasis, links, pictures, tables. No style, no script, no frame. */
const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ..."h1 h2 h3 h4 h5 h6 p br hr blockquote pre ul ol li".split(" "),
    ..."strong b em i u s sub sup code mark small a img".split(" "),
    ..."table thead tbody tfoot tr th td caption".split(" "),
  ],
  allowedAttributes: {
    a: ["href", "title", "rel"],
    img: ["src", "alt", "title", "width", "height"],
    th: ["colspan", "rowspan"],
    td: ["colspan", "rowspan"],
    ol: ["start"],
  },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["http", "https"] },
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  // A page that is opened from a text must not get hold of the page that shows it.
  transformTags: { a: sanitizeHtml.simpleTransform("a", { rel: "noopener noreferrer nofollow" }) },
  nestingLimit: 100,
};

/** Where HTML could begin; a text without stays as it is typed, ampersands and all. */
const mayBeHtml = /<[a-z/!?]/i;

const passesMax = 8;

/** A rich text with nothing in it but what is allowed; idempotent. */
export function sanitizeRichText(text: string): string {
  let clean = text;
  // Tags that are closed in another order come out as browsers read them only when they are read again.
  for (let pass = 0; pass < passesMax && mayBeHtml.test(clean); pass++) {
    const next = sanitizeHtml(clean, options);
    if (next === clean) break;
    clean = next;
  }
  return clean;
}

/** Records with their rich texts sanitised; the same objects where nothing had to be taken out. */
export function withSanitizedTexts<Row extends object>(
  table: Table,
  records: readonly Row[],
): readonly Row[] {
  const names = table.columns.filter(({ type }) => type === "richtext").map(({ name }) => name);
  if (names.length === 0) return records;
  return records.map((record) => {
    const changed = Object.entries(record).flatMap(([name, value]): [string, string][] => {
      if (!names.includes(name) || typeof value !== "string") return [];
      const text = sanitizeRichText(value);
      return text === value ? [] : [[name, text]];
    });
    return changed.length === 0 ? record : { ...record, ...Object.fromEntries(changed) };
  });
}
