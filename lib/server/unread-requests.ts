import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { addressBytesMax } from "../data-api/address.ts";
import { refuseMethod } from "../data-api/unknown-method.ts";

/** Of a server: an address may be longer than Node's own 16 kB. */
export const readsLongAddresses = { maxHeaderSize: addressBytesMax } as const;

/** What Node's parser could not read as HTTP, with what it has read of it. */
interface ParseError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

/**
 * Answers requests that Node itself refuses, as it would; a method that it does not know, at an app's address, as PostgREST
 * answers it.
 *
 * @param hosts the names under which projects have labels of their own.
 */
export function answerUnreadRequests(server: Server, hosts: readonly string[]): void {
  server.on("clientError", (error: ParseError, socket: Duplex) => {
    if (!socket.writable || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    socket.end(unknownMethod(error, hosts) ?? `HTTP/1.1 ${statusLine(error)}\r\nConnection: close\r\n\r\n`);
  });
}

/** As Node answers without a listener. */
function statusLine({ code }: ParseError): string {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "431 Request Header Fields Too Large";
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return "413 Payload Too Large";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout";
    default:
      return "400 Bad Request";
  }
}

const requestLine = /^([A-Za-z-]{1,40}) (\/\S{0,4000}) HTTP\/1\.[01]\r\n/;
const hostLine = /\r\nhost: *([^\r\n]{1,300})\r\n/i;

function unknownMethod({ code, rawPacket }: ParseError, hosts: readonly string[]): string | null {
  if (code !== "HPE_INVALID_METHOD" || rawPacket === undefined) return null;
  const text = rawPacket.toString("latin1");
  const [, method = "", url = ""] = requestLine.exec(text) ?? [];
  const answer = refuseMethod({ method, url, host: hostLine.exec(text)?.[1] ?? null }, hosts);
  if (answer === null) return null;
  const body = answer.body ?? "";
  const length = ["Content-Length", String(Buffer.byteLength(body))] as const;
  const lines = [...answer.headers, length, ["Connection", "close"] as const];
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 405 Method Not Allowed\r\n${head}\r\n${body}`;
}
