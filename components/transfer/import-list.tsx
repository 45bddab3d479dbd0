"use client";

import type { ImportInfo } from "./types.ts";
import { isUnderWay } from "./use-imports.ts";
import { bytesWords, count } from "./words.ts";

interface ImportListProps {
  readonly items: readonly ImportInfo[];
  readonly onOpen: (id: string) => void;
}

/** What was imported lately, and what is under way. */
export function ImportList({ items, onOpen }: ImportListProps) {
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="imports-title">
      <h2 id="imports-title" className="mb-3 font-semibold text-base">
        Recent imports
      </h2>
      <ul className="divide-y overflow-hidden rounded-xl border bg-raised shadow-card">
        {items.map((item) => (
          <li
            key={item.id}
            className="relative flex flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3 hover:bg-sunken"
          >
            <div className="min-w-0 flex-1 basis-56">
              <button
                type="button"
                onClick={() => onOpen(item.id)}
                className="max-w-full truncate text-left font-medium text-[0.8125rem] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-link focus-visible:after:outline-offset-[-2px]"
              >
                {item.file_name}
              </button>
              <p className="truncate text-faint text-xs">
                {bytesWords(item.bytes)}
                {item.table === null ? "" : ` · into ${item.table}`} · {moment(item.created_at)}
              </p>
            </div>
            <p className="shrink-0 text-soft text-xs tabular-nums">{outcome(item)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function moment(iso: string): string {
  return new Date(iso).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}

function outcome(item: ImportInfo): string {
  const { inserted, updated, skipped } = item.rows;
  if (item.status === "uploading")
    return item.received_bytes < item.bytes ? "Upload not finished" : "Ready to be imported";
  if (isUnderWay(item)) return `${Math.floor((item.progress.bytes_read / Math.max(item.bytes, 1)) * 100)} %`;
  const counts = `${count(inserted)} inserted, ${count(updated)} updated, ${count(skipped)} skipped`;
  return item.status === "done"
    ? counts
    : item.status === "failed"
      ? `Failed · ${counts}`
      : `Cancelled · ${counts}`;
}
