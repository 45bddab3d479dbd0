/** A bulk insert's body; more comes in several. */
export const bodyBytesMax = 16 * 1024 * 1024;

/** A body as a text: of one that says that it is bytes, a letter for each of them. */
export function bodyText(bytes: Buffer, contentType: string | null): string {
  const isBinary = /^\s*application\/octet-stream\s*(?:;|$)/i.test(contentType ?? "");
  return bytes.toString(isBinary ? "latin1" : "utf8");
}
