import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Writable } from "node:stream";
import { promisify } from "node:util";
import { constants, createGzip, gzip } from "node:zlib";

const compress = promisify(gzip);

/** Below it, the headers weigh more than what is saved. */
const compressedBytesMin = 1024;

/** Writes a response out, compressed for whoever takes that; what comes in pieces goes on in pieces. */
export async function sendResponse(
  req: IncomingMessage,
  res: ServerResponse,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  for (const [name, value] of response.headers) res.setHeader(name, value);
  res.statusCode = response.status;
  res.appendHeader("Vary", "Accept-Encoding");
  const isCompressed = /\bgzip\b/.test(String(req.headers["accept-encoding"] ?? ""));
  if (response.headers.get("Content-Type")?.startsWith("application/json")) {
    const plain = Buffer.from(await response.arrayBuffer());
    const isLong = isCompressed && plain.byteLength >= compressedBytesMin;
    const body = isLong ? await compress(plain, { level: constants.Z_BEST_SPEED }) : plain;
    if (isLong) res.setHeader("Content-Encoding", "gzip");
    res.setHeader("Content-Length", body.byteLength);
    res.end(body);
    return;
  }
  if (isCompressed) res.setHeader("Content-Encoding", "gzip");
  await pass(response, res, isCompressed ? compressor(res) : res, signal);
}

/** Gives on each piece as soon as it is there: a line is shown when it was found, not when the next block is full. */
function compressor(res: ServerResponse): Writable {
  const stream = createGzip({ level: constants.Z_BEST_SPEED, flush: constants.Z_SYNC_FLUSH });
  stream.pipe(res);
  res.once("close", () => stream.destroy());
  return stream;
}

/** The next piece is asked for when the one before has been taken. */
async function pass(
  { body }: Response,
  res: ServerResponse,
  to: Writable,
  signal: AbortSignal,
): Promise<void> {
  const reader = body?.getReader();
  if (reader === undefined) return void to.end();
  // A pending read ends with it, too.
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) break;
      if (!to.write(value)) await once(to, "drain", { signal }).catch(() => undefined);
    }
    to.end();
  } catch {
    // What broke off must not look complete; why has been told where it happened.
    res.destroy();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
