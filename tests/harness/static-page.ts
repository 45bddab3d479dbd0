import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

/** A page of an origin of its own that holds nothing but supabase-js as it is published, as `window.supabase`. */
export async function startStaticPage(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const library = readFileSync(
    createRequire(import.meta.url).resolve("@supabase/supabase-js/dist/umd/supabase.js"),
  );
  const server = createServer((req, res) => {
    if (req.url === "/supabase.js") res.setHeader("Content-Type", "text/javascript").end(library);
    else
      res
        .setHeader("Content-Type", "text/html; charset=utf-8")
        .end('<!doctype html><title>App</title><script src="/supabase.js"></script>');
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
