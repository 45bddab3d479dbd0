import { AppError } from "#lib/errors/app-error.ts";
import { partsOf } from "#lib/http/parts-of.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import type { DataRequest, DataResponse } from "./data-request.ts";
import { handle } from "./handle.ts";
import { projectHosts } from "./hosts.ts";
import { bodyBytesMax, bodyText } from "./request-body.ts";

/** The data API as a web-standard handler, for any host that speaks `Request` and `Response`. */
export async function dataApi(request: Request): Promise<Response> {
  const answer = await handle(fromWeb(request), projectHosts(runtime().config));
  return answer === null ? new Response("Not found\n", { status: 404 }) : toWeb(answer);
}

function fromWeb(request: Request): DataRequest {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    url: pathname + search,
    header: (name) => request.headers.get(name),
    headerNames: () => [...request.headers.keys()],
    text: (late) => readText(request, late),
  };
}

async function readText({ body, headers }: Request, late: AbortSignal | null): Promise<string> {
  if (body === null) return "";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of partsOf(body, late)) {
      bytes += part.length;
      if (bytes > bodyBytesMax) throw new AppError("RH003", "The request's body is too large.");
      parts.push(part);
    }
  } catch (error) {
    // What still comes is nobody's.
    void body.cancel().catch(() => undefined);
    throw error;
  }
  return bodyText(Buffer.concat(parts), headers.get("content-type"));
}

function toWeb({ status, headers, body }: DataResponse): Response {
  return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
}
