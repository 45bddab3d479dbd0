/** A comparison of one column with constants, as an index over the column serves it. */
export interface Condition {
  readonly column: string;
  /** In virtual names, ready for a WHERE. */
  readonly text: string;
}

const literal = String.raw`'(?:[^']|'')*'(?:::[\w "]+(?:\(\d+(?:,\d+)?\))?(?: with(?:out)? time zone)?(?:\[\])?)?`;
const constant = String.raw`(?:${literal}|\(${literal}\)::[\w ]+|-?\d+(?:\.\d+)?|\(-\d+(?:\.\d+)?\)|'-\d+'::\w+)`;
// A varying text is compared as a text.
const column = String.raw`(?:\(?([a-z_]\w*)\)?(?:::text)?)`;
const compared = new RegExp(`^${column} (?:=|<|>|<=|>=) ${constant}$`);
const listed = new RegExp(String.raw`^${column} = ANY \(${literal}\)$`);
/** A pattern that begins with something definite. */
const begun = new RegExp(String.raw`^${column} ~~ '[^'%_\\][^'\\]*'::text$`);

/**
 * The conditions of a filter that all have to hold, as far as an index over one column serves them; what else there is
 * does not matter: it is looked at in fewer rows then.
 */
export function servedConditions(filter: string): readonly Condition[] {
  return parts(filter, " AND ").flatMap((text) => {
    const name = servedColumn(text);
    return name === null ? [] : [{ column: name, text }];
  });
}

function servedColumn(text: string): string | null {
  const bare = withoutBrackets(text);
  for (const form of [compared, listed, begun]) {
    const name = form.exec(bare)?.[1];
    if (name !== undefined) return name;
  }
  // One or the other value of the same column is a list of values.
  const choices = parts(bare, " OR ");
  const names = choices.map((choice) => / = /.exec(choice) && compared.exec(withoutBrackets(choice))?.[1]);
  const [first] = names;
  return choices.length > 1 && first && names.every((name) => name === first) ? first : null;
}

/** `((a) AND (b))` as its parts, outside of brackets and literals. */
function parts(text: string, separator: string): readonly string[] {
  const bare = withoutBrackets(text);
  const found: string[] = [];
  let start = 0;
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < bare.length; at++) {
    const sign = bare[at];
    if (sign === "'") isQuoted = !isQuoted;
    else if (!isQuoted && sign === "(") depth++;
    else if (!isQuoted && sign === ")") depth--;
    if (isQuoted || depth > 0 || !bare.startsWith(separator, at)) continue;
    found.push(bare.slice(start, at));
    start = at + separator.length;
  }
  return [...found, bare.slice(start)];
}

function withoutBrackets(text: string): string {
  let bare = text;
  while (bare.startsWith("(") && bare.endsWith(")") && closes(bare)) bare = bare.slice(1, -1);
  return bare;
}

/** Whether the first bracket is closed by the last one. */
function closes(text: string): boolean {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "'") isQuoted = !isQuoted;
    else if (!isQuoted && sign === "(") depth++;
    else if (!isQuoted && sign === ")") depth--;
    if (depth === 0 && !isQuoted) return at === text.length - 1;
  }
  return false;
}
