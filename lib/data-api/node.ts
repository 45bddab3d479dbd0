import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/errors/app-error.ts";
import { bodyBytesMax } from "./body-limit.ts";
import type { DataRequest, DataResponse } from "./data-request.ts";
import { handle } from "./handle.ts";

/**
 * The data API on Node's own server, past every framework.
 *
 * @returns null when the request is not for the data API.
 */
export function serveDataApi(
  req: IncomingMessage,
  res: ServerResponse,
  hosts: readonly string[],
): Promise<void> | null {
  const answer = handle(fromNode(req), hosts);
  return answer === null ? null : answer.then((response) => send(req, res, response));
}

function fromNode(req: IncomingMessage): DataRequest {
  return {
    method: req.method ?? "GET",
    url: req.url ?? "/",
    header: (name) => {
      const value = req.headers[name];
      return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
    },
    text: () => readText(req),
  };
}

function readText(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    req.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > bodyBytesMax) {
        req.removeAllListeners("data");
        req.resume();
        reject(new AppError("RH003", "The request's body is too large."));
        return;
      }
      parts.push(part);
    });
    req.on("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    req.on("error", reject);
  });
}

function send(req: IncomingMessage, res: ServerResponse, { status, headers, body }: DataResponse): void {
  if (res.destroyed) return;
  for (const [name, value] of headers) res.setHeader(name, value);
  const isBodiless = req.method === "HEAD" || status === 204 || status === 304;
  if (!isBodiless) res.setHeader("Content-Length", Buffer.byteLength(body ?? ""));
  res.writeHead(status);
  if (isBodiless || body === null) res.end();
  else res.end(body);
}
