/** The lines of a comment that editors show beside a name; none for no description. */
export function docComment(description: string | undefined): readonly string[] {
  const lines = (description ?? "")
    .replaceAll("*/", "*\\/")
    .trim()
    .split(/[\n\r\u2028\u2029]+/);
  const [first = "", ...more] = lines.map((line) => line.trim());
  if (first === "") return [];
  if (more.length === 0) return [`/** ${first} */`];
  return ["/**", ...[first, ...more].map((line) => ` * ${line}`), " */"];
}
