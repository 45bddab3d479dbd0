// Parse Server on the same Postgres.
// node scripts/bench-http/parse-server.mjs '<JSON of the login>'
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve("scripts/bench-http/peers/package.json"));
const express = require("express");
const { ParseServer } = require("parse-server");

const { login } = JSON.parse(process.argv[2] ?? "{}");
const app = express();
const server = createServer(app);
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address();
const parse = new ParseServer({
  databaseURI: "postgres://localhost/parse",
  appId: "bench",
  masterKey: "bench",
  serverURL: `http://127.0.0.1:${port}/parse`,
  allowClientClassCreation: true,
  logLevel: "error",
  silent: true,
  databaseOptions: { ...login, poolSize: 20, max: 20 },
});
await parse.start();
app.use("/parse", parse.app);
process.stdout.write(`${JSON.stringify({ port })}\n`);
// Whoever started it holds the other end: it must not live on alone.
process.stdin.resume().on("end", () => process.exit());
