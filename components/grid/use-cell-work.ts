"use client";

import { useMemo, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import type { DeleteResult, Row } from "#components/api/types.ts";
import { dismissToast, toast } from "#components/ui/toast.ts";
import type { Json, Table } from "#lib/catalog/types.ts";
import { type CellChange, cellsWords, inverse, patchesOf } from "./cell-patches.ts";
import { deletedWords } from "./deleted-words.ts";
import { EditHistory, type HistoryStep } from "./edit-history.ts";
import type { EditStore, RowPatch } from "./edit-store.ts";
import { recordKey } from "./record-key.ts";

/** What people do to rows, each with its way back. */
export interface CellWork {
  readonly change: (changes: readonly CellChange[]) => void;
  readonly create: (data: { readonly [column: string]: Json }) => Promise<Row>;
  /** All of them or none; they can be undone together. */
  readonly createAll: (records: readonly { readonly [column: string]: Json }[]) => Promise<void>;
  /** What a form has stored, so that it can be undone too. */
  readonly saved: (patches: readonly RowPatch[]) => void;
  /** @returns whether they are gone; with `isThrowing`, rejects with the refusal instead of showing it. */
  readonly remove: (keys: readonly string[], options?: { readonly isThrowing?: boolean }) => Promise<boolean>;
  readonly undo: () => void;
  readonly redo: () => void;
}

const removedAtOnce = 1000;

export function useCellWork(
  databaseId: string,
  table: Table,
  store: EditStore,
  announce: (words: string) => void,
): CellWork {
  const [history] = useState(() => new EditHistory());
  const forget = useForget(databaseId);
  const base = `/api/database/${databaseId}/records`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: forget is made anew each time, and is always the same
  return useMemo(() => {
    /** The messages that offer to undo a step. */
    const offers = new WeakMap<HistoryStep, number>();

    async function remove(keys: readonly string[], { isThrowing = false } = {}): Promise<boolean> {
      const undos: string[] = [];
      const results: DeleteResult[] = [];
      try {
        for (let at = 0; at < keys.length; at += removedAtOnce) {
          const body = { tableName: table.name, ids: keys.slice(at, at + removedAtOnce) };
          const result = await call<DeleteResult>("POST", `${base}/delete`, { body });
          results.push(result);
          if (result.undo !== null) undos.push(result.undo);
        }
      } catch (error) {
        if (isThrowing) throw error;
        toast({ tone: "danger", ...explain(error) });
        return false;
      } finally {
        void forget.rows();
      }
      const words = deletedWords(table.name, results);
      const canUndo = undos.length === results.length;
      let kept: readonly string[] = undos;
      const restore = async () => {
        for (const undo of kept.toReversed()) await call("POST", `${base}/restore`, { body: { undo } });
        void forget.rows();
      };
      const removeAgain = async () => {
        const body = { tableName: table.name, ids: keys.slice(0, removedAtOnce) };
        const result = await call<DeleteResult>("POST", `${base}/delete`, { body });
        kept = result.undo === null ? [] : [result.undo];
        void forget.rows();
      };
      announce(words.title);
      tell(words, canUndo ? { label: words.title, undo: restore, redo: removeAgain } : null);
      return true;
    }

    /** Says what was done; its own Undo is about that, whatever was done since. */
    function tell(words: { readonly title: string; readonly description?: string }, way: HistoryStep | null) {
      if (way === null) return void toast({ tone: "good", ...words });
      history.add(way);
      const action = { label: "Undo", run: () => undo(way) };
      offers.set(way, toast({ tone: "good", ...words, action }));
    }

    function change(changes: readonly CellChange[]): void {
      const patches = patchesOf(changes);
      if (patches.length === 0) return;
      const work = store.commit(patches);
      remember(patches, work);
      void work.then((saved) => {
        if (saved.length > 0) announce(`${cellsWords(saved)} saved`);
      });
    }

    /** At once, so that it can be undone while it is still on its way; what was refused needs no undoing. */
    function remember(patches: readonly RowPatch[], work: Promise<readonly RowPatch[]>): void {
      history.add({
        label: `Change of ${cellsWords(patches)}`,
        undo: async () => store.commit(inverse(await work)),
        redo: async () => store.commit(await work),
      });
    }

    /** @returns what brings them back, the newest last; fewer than there were parts when something does not come back. */
    async function takeAway(keys: readonly string[]): Promise<readonly string[]> {
      const undos: string[] = [];
      for (let at = 0; at < keys.length; at += removedAtOnce) {
        const body = { tableName: table.name, ids: keys.slice(at, at + removedAtOnce) };
        const { undo: token } = await call<DeleteResult>("POST", `${base}/delete`, { body });
        if (token !== null) undos.push(token);
      }
      void forget.rows();
      return undos;
    }

    async function createAll(records: readonly { readonly [column: string]: Json }[]): Promise<void> {
      const body = { tableName: table.name, records };
      const { records: made } = await call<{ records: readonly Row[] }>("POST", `${base}/create`, { body });
      void forget.rows();
      const keys = made.flatMap((row) => recordKey(table, row) ?? []);
      const label = made.length === 1 ? "1 row added" : `${made.length.toLocaleString("en")} rows added`;
      announce(label);
      let taken: readonly string[] = [];
      const way = {
        label,
        undo: async () => {
          taken = await takeAway(keys);
        },
        redo: async () => {
          for (const token of taken.toReversed())
            await call("POST", `${base}/restore`, { body: { undo: token } });
          void forget.rows();
        },
      };
      tell({ title: label }, keys.length === made.length ? way : null);
    }

    function undo(wanted?: HistoryStep): void {
      const work = history.undo(wanted);
      step(work, "undone", "Nothing to undo");
      // What was undone by the keys is not offered any more.
      void work.then(
        (done) => dismissToast((done && offers.get(done)) ?? 0),
        () => undefined,
      );
    }

    function step(work: ReturnType<EditHistory["undo"]>, done: string, none: string): void {
      work.then(
        (found) => announce(found === null ? none : `${found.label}: ${done}`),
        (error: unknown) => toast({ tone: "danger", ...explain(error) }),
      );
    }

    return {
      change,
      saved: (patches) => {
        if (patches.length > 0) remember(patches, Promise.resolve(patches));
      },
      remove,
      createAll,
      undo: () => undo(),
      redo: () => step(history.redo(), "done again", "Nothing to do again"),
      create: async (data) => {
        const body = { tableName: table.name, data };
        const { record } = await call<{ record: Row }>("POST", `${base}/create`, { body });
        void forget.rows();
        announce("Row added");
        return record;
      },
    };
  }, [base, table, store, history, announce]);
}
