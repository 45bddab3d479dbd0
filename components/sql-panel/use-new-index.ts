"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import type { ApplyResult, SchemaJob } from "#components/api/types.ts";
import { toast } from "#components/ui/toast.ts";
import type { Change } from "#lib/catalog/types.ts";
import type { IndexSuggestion } from "./plan.ts";

type State = "open" | "pending" | "done" | { readonly job: SchemaJob };

const pollMs = 1_000;

/** Makes a suggested index; of a large table the server goes on with it, and is asked how far it is. */
export function useNewIndex(databaseId: string, { table, columns }: IndexSuggestion) {
  const [state, setState] = useState<State>("open");
  const forget = useForget(databaseId);
  const job = typeof state === "object" ? state.job : null;

  async function create() {
    setState("pending");
    const change: Change = { kind: "add_constraint", table, constraint: { kind: "index", columns } };
    try {
      const path = `/api/database/${databaseId}/schema/apply`;
      const result = await call<ApplyResult>("POST", path, { body: { changes: [change] } });
      setState(result.job === undefined ? "done" : { job: result.job });
      void forget.schema();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
      setState("open");
    }
  }

  const follow = useEffectEvent(async (id: string) => {
    const current = await call<SchemaJob>("GET", `/api/database/${databaseId}/jobs/${id}`);
    if (["waiting", "running", "cancelling"].includes(current.status)) return setState({ job: current });
    setState(current.status === "done" ? "done" : "open");
    void forget.schema();
    if (current.status === "failed")
      toast({ tone: "danger", title: current.error?.message ?? "The index could not be made" });
  });
  useEffect(() => {
    if (job === null) return;
    // A look that fails is followed by the next one.
    const timer = setTimeout(() => void follow(job.id).catch(() => setState({ job: { ...job } })), pollMs);
    return () => clearTimeout(timer);
  }, [job]);

  return { state, create };
}
