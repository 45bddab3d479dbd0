import { parseExactJson } from "#lib/catalog/values/exact-json.ts";
import { AppError } from "#lib/errors/app-error.ts";

/** A line of newline-delimited JSON: its value, or why it has none. */
export type JsonLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: string };

const lineBytesMax = 4 * 1024 * 1024;
const newline = 0x0a;

/**
 * Reads a body line by line, as fast as it is asked for and no faster; empty lines are left out.
 *
 * @throws {AppError} RH003 for a line above 4 MiB, RH007 if the body does not say that it is NDJSON.
 * @see https://github.com/ndjson/ndjson-spec
 */
export async function* readNdjson(request: Request): AsyncGenerator<JsonLine> {
  const type = (request.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-ndjson" && type !== "application/jsonl") {
    throw new AppError("RH007", "The body must be newline-delimited JSON.", {
      hint: "Send Content-Type: application/x-ndjson, one object a line.",
    });
  }
  let line = 0;
  for await (const bytes of linesOf(request)) {
    line += 1;
    const text = bytes.toString("utf8").trim();
    if (text !== "") yield { line, ...parsed(text) };
  }
}

function parsed(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: parseExactJson(text) };
  } catch (error) {
    // Whose line is broken is told with its number; the others may still be good.
    return { problem: `This line is not JSON: ${error instanceof Error ? error.message : "unreadable"}` };
  }
}

async function* linesOf(request: Request): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of request.body ?? []) {
    const bytes = Buffer.from(chunk);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      yield Buffer.concat([...rest, bytes.subarray(start, end)]);
      [rest, restBytes, start] = [[], 0, end + 1];
    }
    rest.push(bytes.subarray(start));
    restBytes += bytes.length - start;
    if (restBytes > lineBytesMax)
      throw new AppError("RH003", "A line is larger than 4 MiB.", { hint: "A row holds at most 1 MiB." });
  }
  if (restBytes > 0) yield Buffer.concat(rest);
}
