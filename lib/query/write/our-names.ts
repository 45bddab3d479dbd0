import type { TreeNode } from "../../expression/tree.ts";
import { Refused } from "./refused.ts";

/** Names of ours begin with `$`; a text that could say one of them is not compiled. */
export function refuseOurNames(typed: string, tree: TreeNode): void {
  const mayHold = typed.includes('"$') || /u&"/i.test(typed);
  // Constants are no names: `'$.a'` is a path, `'{"$ref": 1}'` a document.
  if (mayHold && /"String":\{"sval":"\$|name":"\$/.test(JSON.stringify(tree))) {
    throw new Refused("featureNotSupported", 'Names that begin with "$" cannot stand in a write.');
  }
}
