/**
 * Whether a text is what a pattern says: `*` stands for anything but `.` and `/`, `**` for anything at all, `?` for one character but these.
 *
 * The places of the pattern that have been reached are the bits of one number, and a character moves all of them at once: no pattern takes
 * longer than its length and the text's allow, where a regular expression of ten `**` would try for days.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  // Stars beside each other are one, so that behind each there is another sign.
  const tokens = pattern.replace(/\*{2,}/g, "**").match(/\*\*|./gsu) ?? [];
  const at = (...wanted: readonly string[]) =>
    tokens.reduce((bits, token, place) => (wanted.includes(token) ? bits | (1n << BigInt(place)) : bits), 0n);
  const [stars, wide, ones] = [at("*", "**"), at("**"), at("?")];
  const signs = new Map([...new Set(text)].map((sign) => [sign, isWildcard(sign) ? 0n : at(sign)]));
  const pastStars = (places: bigint) => places | ((places & stars) << 1n);
  let places = pastStars(1n);
  for (const sign of text) {
    const isStop = sign === "." || sign === "/";
    const moved = places & ((signs.get(sign) ?? 0n) | (isStop ? 0n : ones));
    places = pastStars((moved << 1n) | (places & (isStop ? wide : stars)));
    if (places === 0n) return false;
  }
  return (places >> BigInt(tokens.length)) % 2n === 1n;
}

/** What stands for itself in a text, and for others in a pattern. */
function isWildcard(sign: string): boolean {
  return sign === "*" || sign === "?";
}
