import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import type { Refused } from "../write/refused.ts";
import { unsupported } from "./step.ts";

/** Dumps say it of views and sequences, too. */
export function refuseOwner({ cmds }: TreeFields): void {
  const subtypes = asList(cmds).map((item) => String(unwrap(item)?.fields.subtype));
  if (subtypes.every((subtype) => subtype === "AT_ChangeOwner")) throw unsupportedAction("AT_ChangeOwner");
}

const hints: Readonly<Record<string, string>> = {
  AT_ChangeOwner: "Everything in a database belongs to its project; leave the line out.",
  AT_DisableRowSecurity: "Row-level security is always on; a policy with USING (true) opens a table.",
  AT_NoForceRowSecurity: "Row-level security is always on; leave the line out.",
  AT_ReplicaIdentity: "Leave the line out: changes of rows are not streamed.",
  AT_SetStatistics: "Leave the line out.",
  AT_SetStorage: "Leave the line out.",
  AT_SetCompression: "Leave the line out.",
  AT_SetRelOptions: "Leave the line out: all tables are kept in one way.",
  AT_ResetRelOptions: "Leave the line out: all tables are kept in one way.",
  AT_ClusterOn: "Leave the line out: all tables are kept in one way.",
  AT_SetLogged: "Leave the line out: all tables are kept in one way.",
  AT_SetUnLogged: "Leave the line out: all tables are kept in one way.",
  AT_AttachPartition: "Leave the line out: a table is one, and large ones are served by their indexes.",
  AT_AddInherit: "Leave the line out.",
  AT_AlterConstraint:
    "References are checked at the end of each statement: leave DEFERRABLE out. For anything else drop the constraint, and add it as it is to be.",
};

export function unsupportedAction(subtype: string): Refused {
  const words = subtype
    .replace("AT_", "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
  const said = subtype === "AT_ChangeOwner" ? "OWNER TO" : words;
  return unsupported(`ALTER TABLE … ${said}`, null, hints[subtype] ?? null);
}
