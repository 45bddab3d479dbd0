import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * Suites on a real Postgres, or on the real product. In continuous integration a test that fails is tried once more: a
 * race of processes on a shared machine is to be mended, but is no reason to refuse a change. Elsewhere it fails at once.
 */
const slow = {
  // Several times what the longest takes beside another file: they are for what hangs.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  retry: process.env.CI === undefined ? 0 : 1,
};

/**
 * Files share processes: loading the product's modules anew for each took longer than most of them do. No module of `lib`
 * keeps anything of one file for the next, and each file that needs a database has one of its own. Two processes also where
 * there are two processors: while one waits for Postgres, the other works.
 */
const shared = { isolate: false, maxWorkers: Math.max(2, availableParallelism() - 1) };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/architecture/**/*.test.ts"],
          ...shared,
          // Milliseconds on an idle machine; a busy one must not fail them.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/harness/cluster-setup.ts"],
          ...shared,
          ...slow,
        },
      },
      {
        test: {
          name: "api",
          include: ["tests/api/**/*.test.ts"],
          globalSetup: ["tests/harness/cluster-setup.ts"],
          ...shared,
          ...slow,
        },
      },
      {
        test: {
          name: "product",
          include: ["tests/product/**/*.test.ts"],
          globalSetup: ["tests/harness/build-setup.ts"],
          // Each file starts servers of its own, and two cores are not many.
          fileParallelism: false,
          ...slow,
          // Most of them start the product on an empty folder, which a busy machine takes its time for.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
