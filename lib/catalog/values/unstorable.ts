/** Why Postgres cannot store a text, as the rest of a sentence; null when it can. */
export function unstorable(text: string): string | null {
  if (text.includes("\u0000")) return "holds a null character, which cannot be stored";
  if (!text.isWellFormed()) return "holds half of a character (a lone surrogate), which cannot be stored";
  return null;
}
