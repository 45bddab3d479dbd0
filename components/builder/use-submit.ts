"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import type { ApplyResult, SchemaJob } from "#components/api/types.ts";
import type { Positions } from "#components/canvas/canvas-types.ts";
import type { Change } from "#lib/catalog/types.ts";
import { pinned } from "./draft-state.ts";
import { newerOf } from "./newer-versions.ts";
import { baseOf, type Draft } from "./use-draft.ts";

export interface Submit {
  readonly status: "ready" | "sending" | "working";
  readonly error: unknown;
  /** What is being carried out in the background. */
  readonly job: SchemaJob | null;
  readonly send: () => Promise<boolean>;
  readonly cancelJob: () => Promise<void>;
}

const pollMs = 800;

/** Applies a draft in one transaction, and follows the job that large tables make of it. */
export function useSubmit(databaseId: string, draft: Draft, seen: Positions, onDone: () => void): Submit {
  const client = useQueryClient();
  const forget = useForget(databaseId);
  const [status, setStatus] = useState<Submit["status"]>("ready");
  const [error, setError] = useState<unknown>(null);
  const [job, setJob] = useState<SchemaJob | null>(null);
  const path = `/api/database/${databaseId}`;
  const { base, changes } = draft.state;

  async function send(): Promise<boolean> {
    setStatus("sending");
    setError(null);
    try {
      // What stands somewhere now stands there for everybody, and next time.
      const pins = pinned(draft.state, seen, draft.tables);
      const result = await applyDraft(databaseId, base.version, [...changes, ...pins]);
      if (result.job !== undefined) {
        setJob(result.job);
        setStatus("working");
        return false;
      }
      take(result);
      return true;
    } catch (refusal) {
      // The newest schema is fetched, and the conflict view follows from it.
      if (newerOf(refusal) !== null) await forget.schema();
      else setError(refusal);
      setStatus("ready");
      return false;
    }
  }

  function take(result: Pick<ApplyResult, "tables" | "version">) {
    client.setQueryData(queryKeys.tables(databaseId), { tables: result.tables, version: result.version });
    draft.restart(baseOf(result));
    setStatus("ready");
    setJob(null);
    onDone();
    void forget.schema();
  }

  const follow = useEffectEvent(async (id: string) => {
    const current = await call<SchemaJob>("GET", `${path}/jobs/${id}`);
    setJob(current);
    if (["waiting", "running", "cancelling"].includes(current.status)) return;
    setStatus("ready");
    if (current.status === "done") {
      // The draft is brought onto what it has become: these changes are made, what was edited meanwhile is left.
      await forget.schema();
      onDone();
    } else if (current.status === "failed") {
      setError(current.error);
    }
    setJob(null);
  });
  const jobId = job?.id ?? null;
  useEffect(() => {
    if (jobId === null) return;
    const timer = setInterval(() => void follow(jobId).catch(setError), pollMs);
    return () => clearInterval(timer);
  }, [jobId]);

  return {
    status,
    error,
    job,
    send,
    cancelJob: async () => {
      if (jobId !== null) await call("DELETE", `${path}/jobs/${jobId}`);
    },
  };
}

export function applyDraft(
  databaseId: string,
  version: number,
  changes: readonly Change[],
): Promise<ApplyResult> {
  return call<ApplyResult>("POST", `/api/database/${databaseId}/schema/apply`, {
    body: { changes, base_version: version },
  });
}
