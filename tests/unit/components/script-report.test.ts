import { describe, expect, it } from "vitest";
import { isReported, mayLeaveOut, reportOf, reportTitle } from "#components/sql-panel/report-words.ts";
import type { RunningResult } from "#components/sql-panel/running-results.ts";
import { startOfLine } from "#components/sql-panel/sql-position.ts";

const done = (command: string, notice?: string): RunningResult => ({
  command,
  columns: [],
  rows: [],
  row_count: 0,
  truncated: false,
  ms: 1,
  isComplete: true,
  ...(notice === undefined ? {} : { notice }),
});

const leftOut = (line: number): RunningResult => ({
  ...done("SKIPPED"),
  skipped: { code: "0A000", message: "No.", hint: null, line, position: line },
});

describe("the report of a text that was applied in part", () => {
  it("counts what was done, tells what was left out in its order and each notice once", () => {
    const results = [
      done("CREATE TABLE", "a note"),
      leftOut(3),
      done("CREATE POLICY"),
      done("CREATE TABLE", "a note"),
      leftOut(9),
    ];
    const report = reportOf(results);
    expect(report.leftOut.map(({ line }) => line)).toEqual([3, 9]);
    expect(report.commands).toEqual([
      { command: "CREATE TABLE", count: 2 },
      { command: "CREATE POLICY", count: 1 },
    ]);
    expect(report.notices).toEqual([{ notice: "a note", count: 2 }]);
    expect(reportTitle(report, false)).toBe("3 of 5 statements applied, 2 left out");
    expect(reportTitle(report, true)).toBe("3 of 5 statements would be applied, 2 left out");
    expect([isReported(results), isReported([done("SELECT")])]).toEqual([true, false]);
  });

  it("is offered for what nothing here can do, not for what is wrong or stands alone", () => {
    expect([
      mayLeaveOut("0A000", 2),
      mayLeaveOut("0A000", 1),
      mayLeaveOut("42601", 5),
      mayLeaveOut("23505", 5),
    ]).toEqual([true, false, false, false]);
  });
});

describe("the beginning of a line", () => {
  it("is counted from the line on which the text that was run begins", () => {
    const text = "\none\ntwo;\nthree";
    expect([1, 2, 3, 4, 9].map((line) => startOfLine(text, line, 0))).toEqual([0, 1, 5, 10, 10]);
    expect([1, 2].map((line) => startOfLine(text, line, 7))).toEqual([5, 10]);
  });
});
