import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The secret of this data folder: made once, kept in `<dataDir>/secret` for its owner only (0600).
 *
 * @throws {Error} with `code` of the file system (EACCES, EROFS, ENOSPC) if the folder cannot be written.
 */
export function readOrCreateSecret(dataDir: string): string {
  const path = join(dataDir, "secret");
  const existing = readIfExists(path);
  if (existing !== null) return existing;
  makeDataFolder(dataDir);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    // link, not rename: of two servers that start at once, the second must not replace the first one's secret.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(path, "utf8").trim();
}

/** Makes the data folder if it is missing, closed to others; its parents stay as open as the user's other folders. */
export function makeDataFolder(dataDir: string): void {
  mkdirSync(dirname(dataDir), { recursive: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
}

function readIfExists(path: string): string | null {
  try {
    const secret = readFileSync(path, "utf8").trim();
    return secret === "" ? null : secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
