import { StartError } from "../../errors/start-error.ts";

const causes: readonly { readonly sign: RegExp; readonly advice: (match: RegExpMatchArray) => string }[] = [
  {
    sign: /No space left on device|Disk quota exceeded/,
    advice: () => "The disk is full: free some space and start again.",
  },
  {
    sign: /error while loading shared libraries: (\S+):/,
    advice: ([, library]) =>
      library?.startsWith("libicu")
        ? `The embedded Postgres lacks ${library}: run npm rebuild, which makes its library links.`
        : `The embedded Postgres needs the system library ${library}: install it, or set DATABASE_URL to another Postgres.`,
  },
  {
    sign: /Library not loaded: (\S+)/,
    advice: ([, library]) =>
      `The embedded Postgres lacks ${library}: run npm rebuild, which makes its library links.`,
  },
  {
    sign: /could not map anonymous shared memory|Cannot allocate memory/,
    advice: () => "There is too little memory for the embedded Postgres: free some and start again.",
  },
  {
    sign: /Read-only file system/,
    advice: () => "The data folder is read-only: set ROWHOUSE_DATA_DIR to a folder that can be written.",
  },
  {
    sign: /Permission denied/,
    advice: () =>
      "The embedded Postgres may not use its data folder: check who owns it, or set ROWHOUSE_DATA_DIR.",
  },
];

/** Turns what a program of the embedded Postgres printed before it gave up into one sentence that says what to do. */
export function explainFailure(action: string, output: string, logFile: string | null): StartError {
  for (const { sign, advice } of causes) {
    const match = output.match(sign);
    if (match !== null) return new StartError(advice(match), { cause: new Error(output) });
  }
  const last = output.trim().split("\n").at(-1) ?? "";
  const where = logFile === null ? "" : ` (see ${logFile})`;
  return new StartError(`The embedded Postgres could not ${action}${where}: ${last}`, {
    cause: new Error(output),
  });
}
