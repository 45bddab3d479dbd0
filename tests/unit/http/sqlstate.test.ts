import { describe, expect, it } from "vitest";
import { fromSqlstate, sqlstateOf } from "#lib/errors/sqlstate.ts";

function pgError(code: string): Error {
  const message = 'duplicate key value violates unique constraint "project_data_u1_key"';
  return Object.assign(new Error(message), { severity: "ERROR", code, detail: "Key (u1)=(secret) exists." });
}

describe("SQLSTATE", () => {
  it.each([
    ["23505", 409],
    ["23503", 409],
    ["23502", 422],
    ["23514", 422],
    ["22P02", 400],
    ["22007", 400],
    ["40001", 409],
    ["40P01", 409],
    ["57014", 408],
    ["53300", 503],
    ["57P01", 503],
    ["08006", 503],
    ["42501", 403],
    ["54001", 400],
  ])("%s is answered with %i, in words that tell nothing about the storage", (code, status) => {
    const error = fromSqlstate(pgError(code));
    expect(error).toMatchObject({ code, status, details: null });
    expect(error?.message).not.toMatch(/project_data|u1|secret/);
    expect(error?.cause).toBeInstanceOf(Error);
  });

  it("leaves what is our own mistake, and what no database said, to the generic answer", () => {
    expect(fromSqlstate(pgError("42703"))).toBeNull();
    expect(fromSqlstate(pgError("XX000"))).toBeNull();
    expect(fromSqlstate(Object.assign(new Error("x"), { code: "ENOENT" }))).toBeNull();
    expect(sqlstateOf("23505")).toBeNull();
  });
});
