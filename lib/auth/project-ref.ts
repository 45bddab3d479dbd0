import { randomInt } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyz";
const alphabet = `${letters}0123456789`;

/** 16 characters, 82 random bits: a DNS label that nobody guesses and that never meets another. */
export function newProjectRef(): string {
  const rest = Array.from({ length: 15 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return letters.charAt(randomInt(letters.length)) + rest.join("");
}
