const searchLengthMax = 200;

/** What a list is searched for; '' finds everything. */
export function searchOf(url: URL): string {
  return (url.searchParams.get("search") ?? "").trim().replaceAll("\0", "").slice(0, searchLengthMax);
}
