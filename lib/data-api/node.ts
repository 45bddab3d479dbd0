import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/errors/app-error.ts";
import type { DataRequest, DataResponse } from "./data-request.ts";
import { handle } from "./handle.ts";
import { bodyBytesMax, bodyText } from "./request-body.ts";

/**
 * The data API on Node's own server, past every framework.
 *
 * @param own headers of the server itself, which every answer has.
 * @returns null when the request is not for the data API.
 */
export function serveDataApi(
  req: IncomingMessage,
  res: ServerResponse,
  hosts: readonly string[],
  own: DataResponse["headers"] = [],
): Promise<void> | null {
  const answer = handle(fromNode(req), hosts);
  return answer === null ? null : answer.then((response) => send(req, res, own, response));
}

function fromNode(req: IncomingMessage): DataRequest {
  return {
    method: req.method ?? "GET",
    url: req.url ?? "/",
    header: (name) => {
      const value = req.headers[name];
      return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
    },
    headerNames: () => Object.keys(req.headers),
    text: (late) => readText(req, late),
  };
}

function readText(req: IncomingMessage, late: AbortSignal | null): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const stop = (error: unknown) => {
      req.removeAllListeners("data");
      // What still comes is thrown away.
      req.resume();
      parts.length = 0;
      reject(error);
    };
    req.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > bodyBytesMax) stop(new AppError("RH003", "The request's body is too large."));
      else parts.push(part);
    });
    const abort = () => stop(late?.reason);
    late?.addEventListener("abort", abort, { once: true });
    req.on("end", () => {
      late?.removeEventListener("abort", abort);
      resolve(bodyText(Buffer.concat(parts), req.headers["content-type"] ?? null));
    });
    req.on("error", reject);
  });
}

/** All headers in one go: set one by one, each would be looked at twice. */
function send(
  req: IncomingMessage,
  res: ServerResponse,
  own: DataResponse["headers"],
  { status, headers, body }: DataResponse,
): void {
  if (res.destroyed) return;
  const isBodiless = req.method === "HEAD" || status === 204 || status === 304;
  const lines: string[] = [];
  for (const [name, value] of own) lines.push(name, value);
  for (const [name, value] of headers) lines.push(name, value);
  if (!isBodiless) lines.push("Content-Length", String(Buffer.byteLength(body ?? "")));
  res.writeHead(status, lines);
  if (isBodiless || body === null) res.end();
  else res.end(body);
}
