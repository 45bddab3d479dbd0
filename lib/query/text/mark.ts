/**
 * A sign that stands in a text of ours for what is put in its place later. It is half a character twice, which no text that is
 * parsed and nothing that is stored holds: nobody can type one. Of different digits the signs are different.
 */
export function markOf(digit: number): string {
  return String.fromCharCode(0xd800 + digit).repeat(2);
}
