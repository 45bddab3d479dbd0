import type { CatalogFunction, RowTriggerWork } from "../../catalog/types.ts";
import { asList, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { functionsMeant } from "./function-signature.ts";
import { type DefinitionInput, type DefinitionStep, functionNameOf, unsupported } from "./step.ts";

/** `ALTER FUNCTION f (int) SECURITY DEFINER`, `STABLE`, `SET search_path = ''` … */
export function alterFunction({ catalog, fields }: DefinitionInput): DefinitionStep {
  const command = "ALTER FUNCTION";
  const object = (fields.func ?? {}) as TreeFields;
  const name = functionNameOf(catalog, object.objname);
  const [found] = functionsMeant(catalog, name, object);
  if (found === undefined)
    throw new Refused("undefinedFunction", `could not find a function named "${name}"`);
  const notices: string[] = [];
  let made = found;
  for (const item of asList(fields.actions)) made = altered(made, unwrap(item)?.fields ?? {}, notices);
  return {
    command,
    changes: [],
    ...(made === found ? {} : { stored: [{ kind: "function", function: made }] }),
    ...(notices.length === 0 ? {} : { notice: [...new Set(notices)].join("; ") }),
  };
}

function readingAs({ isDefiner: _, ...work }: RowTriggerWork, isDefiner: boolean): RowTriggerWork {
  return isDefiner ? { ...work, isDefiner: true } : work;
}

function altered(called: CatalogFunction, { defname, arg }: TreeFields, notices: string[]): CatalogFunction {
  const isTrue = (unwrap(arg)?.fields as { boolval?: boolean } | undefined)?.boolval === true;
  switch (defname) {
    case "security": {
      const { isDefiner: _, ...own } = called;
      if (own.onRows !== undefined) return { ...called, onRows: readingAs(own.onRows, isTrue) };
      return isTrue ? { ...own, isDefiner: true } : own;
    }
    case "volatility": {
      const volatility = String((unwrap(arg)?.fields as { sval?: string } | undefined)?.sval);
      const isWriting = called.writes !== undefined && called.writes.command !== "SELECT";
      if (isWriting && volatility !== "volatile")
        throw unsupported(
          `${volatility.toUpperCase()} for a function that writes`,
          null,
          "Leave it out: a function that writes is VOLATILE.",
        );
      return { ...called, volatility: volatility as CatalogFunction["volatility"] };
    }
    case "set":
      notices.push(
        "settings of functions are not kept: sessions are in UTC, names are found in the schema public",
      );
      return called;
    case "cost":
    case "rows":
    case "parallel":
    case "support":
    case "leakproof":
      notices.push("what functions cost is the server's to find out");
      return called;
    default:
      throw unsupported(
        `ALTER FUNCTION … ${String(defname).toUpperCase()}`,
        null,
        "Write CREATE OR REPLACE FUNCTION.",
      );
  }
}
