/** Rows as statements: values are Postgres's texts, null for SQL NULL. */
type Row = readonly (string | null)[];

/** Of one INSERT, so that what reads the script again need not hold more. */
const statementRows = 500;
const statementCharacters = 64 * 1024;

/** `INSERT INTO … VALUES (…), (…);`, as many as it takes. */
export function insertWriter(head: string): { add(row: Row): string; end(): string } {
  let pending: string[] = [];
  let characters = 0;
  const flush = () => {
    if (pending.length === 0) return "";
    const text = `${head} VALUES\n${pending.join(",\n")};\n`;
    [pending, characters] = [[], 0];
    return text;
  };
  return {
    add(row) {
      const line = `(${row.map(literalText).join(", ")})`;
      const text =
        pending.length >= statementRows || characters + line.length > statementCharacters ? flush() : "";
      pending.push(line);
      characters += line.length;
      return text;
    },
    end: flush,
  };
}

function literalText(value: string | null): string {
  if (value === null) return "NULL";
  const quoted = value.replaceAll("'", "''");
  // E'' when there is a backslash, so that the text is the same whatever standard_conforming_strings says.
  return value.includes("\\") ? `E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
}

const copyEscapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

/** One line of `COPY … FROM stdin`. @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2 */
export function copyLine(row: Row): string {
  const cells = row.map((value) =>
    value === null ? "\\N" : value.replace(/[\\\b\f\n\r\t\v]/g, (sign) => copyEscapes[sign] ?? sign),
  );
  return `${cells.join("\t")}\n`;
}
