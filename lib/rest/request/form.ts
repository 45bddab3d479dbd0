import { partsMax } from "../../catalog/values/body-parts.ts";
import { tooManyParts } from "./too-many-parts.ts";

/** The pairs of a form. @throws {AppError} 54000 for more than can be meant. */
export function parseForm(body: string): URLSearchParams {
  const isTooLong =
    body.length > partsMax.names && body.split("&", partsMax.names + 1).length > partsMax.names;
  if (isTooLong) throw tooManyParts();
  return new URLSearchParams(body);
}
