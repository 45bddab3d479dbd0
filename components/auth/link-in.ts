/** The first link of a message in HTML; null if there is none that leads to a page. */
export function linkIn(html: string): string | null {
  const href = /href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  return /^https?:\/\//.test(href) ? href : null;
}
