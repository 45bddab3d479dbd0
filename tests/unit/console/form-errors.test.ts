import { describe, expect, it } from "vitest";
import { ApiError } from "#components/api/api-error.ts";
import { formErrors } from "#components/api/field-errors.ts";
import { errorsByColumn, errorsOfColumn } from "#components/tables/column-errors.ts";

const refusal = (details: unknown) =>
  new ApiError(422, {
    code: "RH300",
    message: "Price must be a number.",
    hint: "Try 12.50.",
    details,
    id: "r1",
  });

describe("a refusal in a form", () => {
  it("stands at the field, whichever way the server points to it", () => {
    const found = formErrors(
      refusal([
        { path: "/data/price", message: "Price must be a number." },
        { path: "/title", message: "Title is required." },
        { path: "/a~1b", message: "Odd name." },
      ]),
      ["price", "title", "a/b"],
      ["/data"],
    );
    expect(found).toEqual({
      fields: { price: "Price must be a number.", title: "Title is required.", "a/b": "Odd name." },
      form: null,
    });
  });

  it("stands above the form when it belongs to no field", () => {
    expect(formErrors(refusal([{ path: "/other", message: "No such column." }]), ["price"])).toEqual({
      fields: {},
      form: "No such column.",
    });
    expect(formErrors(refusal(null), ["price"]).form).toBe("Price must be a number. Try 12.50.");
  });

  it("finds the column and the field of a definition", () => {
    const error = refusal([
      { path: "/changes/0/table/columns/2/name", message: "Reserved." },
      { path: "/changes/0/table/columns/2/type", message: "Unknown." },
      { path: "/changes/0/table/columns/0", message: "Twice." },
    ]);
    expect(errorsByColumn(error)).toEqual({
      2: { name: "Reserved.", type: "Unknown." },
      0: { name: "Twice." },
    });
    expect(errorsOfColumn(refusal([{ path: "/changes/0/to", message: "Taken." }]))).toEqual({
      name: "Taken.",
    });
  });
});
