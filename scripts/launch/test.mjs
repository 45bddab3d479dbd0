import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.mjs";
import { Stop, say } from "./stop.mjs";

const suites = ["unit", "integration", "api", "product", "e2e"];

/**
 * Runs the suites one after the other, and ends with the sum.
 *
 * @param names which; default: all.
 * @returns 0 if nothing failed.
 */
export async function test(node, names) {
  const unknown = names.find((name) => !suites.includes(name));
  if (unknown !== undefined) throw new Stop(`There is no suite "${unknown}": use ${suites.join(", ")}.`);
  const wanted = names.length === 0 ? suites : names;
  const folder = mkdtempSync(join(tmpdir(), "rowhouse-results-"));
  const total = { passed: 0, failed: 0 };
  try {
    for (const suite of wanted) {
      say(`\n=== ${suite} ===`);
      const { passed, failed } = await runSuite(node, suite, join(folder, `${suite}.json`));
      total.passed += passed;
      total.failed += failed;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

async function runSuite(node, suite, resultFile) {
  const code = await run(node, commandOf(suite, resultFile), {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: resultFile },
  });
  // A signal ended it: whoever sent it does not want the next suite.
  if (code > 128) throw new Stop("Interrupted.");
  const counts = existsSync(resultFile)
    ? countsOf(suite, JSON.parse(readFileSync(resultFile, "utf8")))
    : { passed: 0, failed: 0 };
  // A suite that could not even be set up has no failed test to show for it.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function commandOf(suite, resultFile) {
  if (suite === "e2e") return ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
  return [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    suite,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${resultFile}`,
  ];
}

function countsOf(suite, results) {
  if (suite !== "e2e") return { passed: results.numPassedTests, failed: results.numFailedTests };
  return { passed: results.stats.expected + results.stats.flaky, failed: results.stats.unexpected };
}
