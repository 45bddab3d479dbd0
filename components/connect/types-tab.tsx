"use client";

import { useState } from "react";
import { send } from "#components/api/client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { Failure } from "#components/ui/failure.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { CodeBlock } from "./code-block.tsx";

/** The database's TypeScript types, always those of the present definitions. */
export function TypesTab({ databaseId }: { readonly databaseId: string }) {
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
