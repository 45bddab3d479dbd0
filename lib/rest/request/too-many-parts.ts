import { AppError } from "../../errors/app-error.ts";

/** What a body is refused with that has more records, values or names than can be meant. */
export function tooManyParts(): AppError {
  return new AppError("54000", "The body has too many records, values or names.", {
    status: 413,
    hint: "Send fewer records in each of several requests.",
  });
}
