import { readFileSync, statSync } from "node:fs";
import { StartError } from "../../errors/start-error.ts";

/** The operating system user that Postgres runs as; null: the one that runs this process. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Postgres refuses to run as root. Root therefore hands it to the owner of an existing cluster, else to `postgres`,
 * else to `nobody`.
 *
 * @param cluster the data folder of Postgres, which need not exist.
 */
export function postgresAccount(cluster: string): Account | null {
  const uid = process.getuid?.();
  if (uid === undefined) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  if (uid !== 0) {
    if (owner === undefined || owner === uid) return null;
    const name = accounts().find((account) => account.uid === owner)?.name ?? `user ${owner}`;
    throw new StartError(`${cluster} belongs to ${name}: start Rowhouse as ${name} or as root.`);
  }
  const known = accounts();
  const account =
    known.find((candidate) => candidate.uid === owner && owner !== 0) ??
    known.find(({ name }) => name === "postgres") ??
    known.find(({ name }) => name === "nobody");
  if (account !== undefined) return account;
  throw new StartError(
    "Postgres does not run as root, and there is no user postgres or nobody: start Rowhouse as an ordinary user.",
  );
}

function accounts(): Account[] {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
