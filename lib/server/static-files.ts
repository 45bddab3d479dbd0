import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".ttf": "font/ttf",
  ".svg": "image/svg+xml",
};

interface File {
  readonly plain: Buffer;
  readonly gzipped: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A file whose name holds a hash of its content never changes under that name. */
const hashedName = /-[\w-]{8}\.\w+$/;

/**
 * Serves the files of one folder of a package, kept in memory once they were asked for.
 *
 * @param folder absolute; nothing outside of it and nothing but known file types is served.
 * @returns a handler that answers GET and HEAD for a path relative to the folder.
 */
export function staticFiles(
  folder: string,
): (req: IncomingMessage, res: ServerResponse, path: string) => Promise<void> {
  const files = new Map<string, File>();
  return async (req, res, path) => {
    const location = locate(folder, path);
    const file = location === null ? null : (files.get(location) ?? (await load(location)));
    if (location === null || file === null || (req.method !== "GET" && req.method !== "HEAD")) {
      res.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
      return;
    }
    files.set(location, file);
    send(req, res, file);
  };
}

function locate(folder: string, path: string): string | null {
  try {
    const location = normalize(join(folder, decodeURIComponent(path)));
    return location.startsWith(folder + sep) && extname(location) in contentTypes ? location : null;
  } catch {
    // A malformed escape.
    return null;
  }
}

async function load(location: string): Promise<File | null> {
  const facts = await stat(location).catch(() => null);
  if (facts === null || !facts.isFile()) return null;
  const plain = await readFile(location);
  const isText = extname(location) !== ".ttf";
  const maxAge = hashedName.test(location) ? "max-age=31536000, immutable" : "max-age=3600";
  return {
    plain,
    gzipped: isText ? await compress(plain) : null,
    headers: {
      "Content-Type": contentTypes[extname(location)] ?? "application/octet-stream",
      "Cache-Control": `public, ${maxAge}`,
      "X-Content-Type-Options": "nosniff",
      ETag: `"${facts.size.toString(36)}-${Math.trunc(facts.mtimeMs).toString(36)}"`,
      Vary: "Accept-Encoding",
    },
  };
}

function send(req: IncomingMessage, res: ServerResponse, file: File): void {
  if (req.headers["if-none-match"] === file.headers.ETag) {
    res.writeHead(304, file.headers).end();
    return;
  }
  const isGzipped = file.gzipped !== null && /\bgzip\b/.test(req.headers["accept-encoding"] ?? "");
  const body = isGzipped && file.gzipped !== null ? file.gzipped : file.plain;
  res.writeHead(200, {
    ...file.headers,
    ...(isGzipped ? { "Content-Encoding": "gzip" } : {}),
    "Content-Length": String(body.length),
  });
  res.end(req.method === "HEAD" ? undefined : body);
}
