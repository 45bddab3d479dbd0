/** What a comment says of an operation: its first line is the summary, as in PostgREST, and the rest is told behind it. */
export function operationWords(comment: string | null): {
  readonly summary?: string;
  readonly description?: string;
} {
  const [summary = "", ...more] = (comment ?? "").trim().split("\n");
  const description = more.join("\n").trim();
  return {
    ...(summary === "" ? {} : { summary: summary.trim() }),
    ...(description === "" ? {} : { description }),
  };
}
