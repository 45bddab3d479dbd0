/** An array's elements as text, nested as the array is. */
export type ArrayText = readonly (string | null | ArrayText)[];

/**
 * Reads an array as Postgres prints it: `{a,"b c",NULL,{…}}`.
 *
 * @returns null for one whose subscripts do not start at 1 (`[0:1]={a,b}`), which a JSON list cannot tell.
 * @see https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 */
export function parseArray(text: string): ArrayText | null {
  if (!text.startsWith("{")) return null;
  const open: (string | null | ArrayText)[][] = [];
  let current: (string | null | ArrayText)[] = [];
  const part = /[{},]|"((?:[^"\\]|\\.)*)"|[^{},"]+/gs;
  for (const [token, quoted] of text.matchAll(part)) {
    if (token === "{") {
      open.push(current);
      current = [];
    } else if (token === "}") {
      const closed = current;
      current = open.pop() ?? [];
      current.push(closed);
    } else if (token !== ",") {
      current.push(
        quoted === undefined ? (token === "NULL" ? null : token) : quoted.replaceAll(/\\(.)/gs, "$1"),
      );
    }
  }
  return current[0] as ArrayText;
}
