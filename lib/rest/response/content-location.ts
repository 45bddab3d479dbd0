import type { QueryParam } from "../request/query-params.ts";

/** Characters. A longer address is not told back: clients take no more than some kilobytes of headers. */
const locationMax = 4_000;

/** The request's path and its parameters in the order of their names, without the key; null where that is too long. */
export function contentLocation(path: readonly string[], params: readonly QueryParam[]): string | null {
  const query = params
    .filter(({ key }) => key !== "apikey")
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, value }) => `${escaped(key)}=${escaped(value)}`)
    .join("&");
  const location = `/${path.map(encodeURIComponent).join("/")}${query === "" ? "" : `?${query}`}`;
  return location.length > locationMax ? null : location;
}

/** All but letters, digits and `-_.~` (RFC 3986): an address may stand in brackets, or in a shell. */
function escaped(text: string): string {
  const encoded = encodeURIComponent(text);
  return /[!'()*]/.test(encoded)
    ? encoded.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    : encoded;
}
