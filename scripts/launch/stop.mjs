/** Ends the launcher with one plain sentence that says what to do, and exit code 1. */
export class Stop extends Error {}

/** One line for the person who waits. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}
