import type { CatalogTable } from "../../catalog/types.ts";
import { parseJsonDigits } from "../../catalog/values/exact-json.ts";
import { withSanitizedTexts } from "../../catalog/values/rich-text.ts";
import type { Payload } from "../request/payload.ts";

/** The records' JSON with rich texts sanitised; as it was sent where nothing had to be taken out. */
export function sanitizedJson({ definition }: CatalogTable, { json, records }: Payload): string {
  const isClean = withSanitizedTexts(definition, records).every((record, index) => record === records[index]);
  if (isClean) return json;
  // The payload has been parsed as a list of objects; this time numbers keep their digits.
  return JSON.stringify(withSanitizedTexts(definition, parseJsonDigits(json) as readonly object[]));
}
