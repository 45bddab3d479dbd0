"use client";

import { useEffect, useMemo, useState } from "react";
import { useTables } from "#components/api/queries.ts";
import type { FunctionReturn } from "#lib/catalog/types.ts";
import { type KnownFunction, type KnownNames, relationOf } from "./language/names.ts";
import { type SqlObjects, useSqlObjects } from "./panel-api.ts";

/** Everything that SQL may name in this database. */
export function useNames(databaseId: string): KnownNames {
  const tables = useTables(databaseId).data;
  const objects = useSqlObjects(databaseId).data;
  const builtin = useBuiltinFunctions();
  return useMemo(
    () => ({
      relations: [
        ...(tables ?? []).map(({ schema }) => relationOf(schema)),
        ...(objects?.views ?? []).map(({ name, description, columns }) => ({
          ...{ kind: "view" as const, name, description, references: [] },
          columns,
        })),
      ],
      functions: [...(objects?.functions ?? []).map(ownFunction), ...builtin],
      triggers: objects?.triggers ?? [],
    }),
    [tables, objects, builtin],
  );
}

function ownFunction({
  name,
  description = "",
  arguments: args,
  returns,
}: SqlObjects["functions"][number]): KnownFunction {
  const listed = args.map((one) =>
    [one.name, one.type, one.default === undefined ? "" : `DEFAULT ${one.default}`].filter(Boolean).join(" "),
  );
  return { name, arguments: listed.join(", "), returns: returnWords(returns), description, isOwn: true };
}

function returnWords(returns: FunctionReturn): string {
  switch (returns.kind) {
    case "void":
      return "void";
    case "value":
      return returns.isSet ? `SETOF ${returns.type}` : returns.type;
    case "rows":
      return `TABLE(${returns.columns.map(({ name, type }) => `${name} ${type}`).join(", ")})`;
  }
}

/** Postgres's own, loaded when the page is there. */
function useBuiltinFunctions(): readonly KnownFunction[] {
  const [functions, setFunctions] = useState<readonly KnownFunction[]>([]);
  useEffect(() => {
    let isGone = false;
    void import("./language/functions.json").then(({ default: list }) => {
      if (isGone) return;
      setFunctions(
        list.map(([name = "", args = "", returns = "", description = ""]) => ({
          ...{ name, arguments: args, returns, description },
          isOwn: false,
        })),
      );
    });
    return () => {
      isGone = true;
    };
  }, []);
  return functions;
}
