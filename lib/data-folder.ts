import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Makes the data folder if it is missing, closed to others; its parents stay as open as the user's other folders. */
export function makeDataFolder(dataDir: string): void {
  mkdirSync(dirname(dataDir), { recursive: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}
