const charactersMax = 240;

const entities: { readonly [name: string]: string } = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

/** The words of a rich text in one line, without its tags: shown as text, never as markup. */
export function plainText(html: string): string {
  return html
    .slice(0, charactersMax * 8)
    .replace(/<[^>]*>/g, " ")
    .replace(/&(amp|lt|gt|quot|nbsp);/g, (_all, name: string) => entities[name] ?? "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, charactersMax);
}
