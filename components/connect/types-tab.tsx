"use client";

import Link from "next/link";
import { useState } from "react";
import { send } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { Failure } from "#components/ui/failure.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { typesCommand } from "#lib/catalog/codegen/snippets.ts";
import { CodeBlock } from "./code-block.tsx";

interface TypesTabProps {
  readonly databaseId: string;
  /** Where the management API is. */
  readonly origin: string;
}

/** The database's TypeScript types, always those of the present definitions. */
export function TypesTab({ databaseId, origin }: TypesTabProps) {
  const [flavor, setFlavor] = useState("supabase");
  const types = useAnswer<string>({
    queryKey: [...queryKeys.database(databaseId), "types", flavor],
    queryFn: async ({ signal }) =>
      (await send("GET", `/api/database/${databaseId}/types?for=${flavor}`, { signal })).text(),
  });
  return (
    <div className="grid grid-cols-1 gap-5">
      <Field label="For" className="max-w-xs">
        {(control) => (
          <Select {...control} value={flavor} onChange={(event) => setFlavor(event.target.value)}>
            <option value="supabase">supabase-js</option>
            <option value="kysely">Kysely</option>
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-1 gap-2">
        <CodeBlock
          text={typesCommand(origin, databaseId, flavor)}
          title="Terminal"
          label="the command that fetches them"
        />
        <p className="text-[0.8125rem] text-soft">
          Run it after each change of the tables. It takes a{" "}
          <Link href="/account/tokens" className="text-link underline underline-offset-4">
            personal access token
          </Link>
          .
        </p>
      </div>
      {types.error ? <Failure error={types.error} /> : null}
      {types.data === undefined ? (
        types.error ? null : (
          <Skeleton className="h-64 rounded-xl" />
        )
      ) : (
        <CodeBlock text={types.data} title="database.types.ts" label="the types" isTall />
      )}
    </div>
  );
}
