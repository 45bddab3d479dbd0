import type { ViewWrites } from "../../catalog/types.ts";
import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";

export interface ViewOptions {
  readonly check: NonNullable<ViewWrites["check"]> | null;
  /** What an option asks for that is always or never so. */
  readonly notice: string | null;
}

const clauses: Readonly<Record<string, ViewOptions["check"]>> = {
  LOCAL_CHECK_OPTION: "local",
  CASCADED_CHECK_OPTION: "cascaded",
};

/** `WITH (security_invoker, check_option = local) … WITH CHECK OPTION` */
export function viewOptions(fields: TreeFields): ViewOptions {
  let check = clauses[String(fields.withCheckOption)] ?? null;
  let notice: string | null = null;
  for (const item of asList(fields.options).map(unwrap)) {
    const name = String(item?.fields.defname);
    const value = textOf(item?.fields.arg);
    if (name === "check_option") {
      if (value !== "local" && value !== "cascaded")
        throw new Refused("invalidParameterValue", `invalid value for enum option "check_option": ${value}`);
      check = value;
    } else if (name === "security_invoker" || name === "security_barrier") {
      if (name === "security_invoker" && !isOn(name, value))
        notice = "A view reads and writes under the rules of whoever uses it.";
      else isOn(name, value);
    } else throw new Refused("invalidParameterValue", `unrecognized parameter "${name}"`);
  }
  return { check, notice };
}

function textOf(argument: unknown): string {
  const node = unwrap(argument);
  if (node === null) return "true";
  const { sval, ival, boolval, names: parts } = node.fields as Readonly<Record<string, unknown>>;
  const named = asList(parts)
    .map((part) => String(unwrap(part)?.fields.sval))
    .at(-1);
  return String(sval ?? boolval ?? ival ?? named ?? (node.kind === "Integer" ? 0 : "false")).toLowerCase();
}

function isOn(name: string, value: string): boolean {
  if (/^(t|tr|tru|true|on|y|ye|yes|1)$/.test(value)) return true;
  if (/^(f|fa|fal|fals|false|of|off|n|no|0)$/.test(value)) return false;
  throw new Refused("invalidParameterValue", `invalid value for boolean option "${name}": ${value}`);
}
