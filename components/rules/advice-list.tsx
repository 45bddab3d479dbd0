"use client";

import { Check, ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget } from "#components/api/queries.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { useApply } from "#components/tables/use-apply.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { Advice } from "#lib/catalog/rules/advice.ts";
import type { AdviceAnswer } from "./types.ts";

interface AdviceListProps {
  readonly databaseId: string;
  readonly canWrite: boolean;
  readonly onChanged: () => void;
}

const shortMax = 6;

const levels = {
  error: { tone: "danger", word: "Danger" },
  warning: { tone: "warn", word: "Warning" },
  info: { tone: "neutral", word: "Note" },
} as const;

/** What is dangerous, slow or probably not meant, with a way out at one click. */
export function AdviceList({ databaseId, canWrite, onChanged }: AdviceListProps) {
  const { apply } = useApply(databaseId);
  const forget = useForget(databaseId);
  const [pending, setPending] = useState<string | null>(null);
  const advice = useAnswer<AdviceAnswer>({
    queryKey: [...queryKeys.database(databaseId), "advice"],
    queryFn: ({ signal }) => call("GET", `/api/database/${databaseId}/rules/advice`, { signal }),
  });
  const [isWhole, setWhole] = useState(false);
  const [followed, setFollowed] = useState<readonly FollowedAdvice[]>([]);
  const open = advice.data?.items ?? [];
  // Each closed table is told in a line of one note: many of them would bury what they stand above.
  const [closed, told] = [open.filter(isOfClosed), open.filter((item) => !isOfClosed(item))];
  const followedOf = (isClosed: boolean) => followed.filter(({ item }) => isOfClosed(item) === isClosed);
  const items = withFollowed(told, followedOf(false));
  const closedTables = withFollowed(closed, followedOf(true));
  if (items.length + closedTables.length === 0) return null;
  // What is more than a note is always shown.
  const grave = items.filter(({ item }) => item.level !== "info").length;
  const shown = isWhole ? items : items.slice(0, Math.max(grave, shortMax));

  async function mend(item: Advice, at: number, fix: Advice["fixes"][number]) {
    const { changes, sql } = fix;
    setPending(labelOf(item, fix));
    try {
      if (changes.length > 0) await apply(changes);
      if (sql !== undefined) {
        await call("POST", `/api/database/${databaseId}/sql`, { body: { query: sql } });
        await forget.schema();
      }
      setFollowed((before) => [...before, { item, at, fix: fix.label }]);
      onChanged();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
    setPending(null);
  }

  return (
    <section aria-labelledby="advice-title">
      <h2 id="advice-title" className="mb-3 font-semibold text-base">
        Advice
      </h2>
      <ul className="divide-y rounded-xl border bg-raised shadow-card">
        {shown.map(({ item, done }, at) => (
          <AdviceLine
            key={keyOf(item)}
            item={item}
            {...{ done, canWrite, pending }}
            onMend={(fix) => void mend(item, at, fix)}
          >
            <p className="flex items-start gap-2 font-medium">
              <Badge tone={levels[item.level].tone}>{levels[item.level].word}</Badge>
              <span className="wrap-anywhere min-w-0">{item.title}</span>
            </p>
            <p className="wrap-anywhere mt-0.5 text-[0.8125rem] text-soft">{item.detail}</p>
          </AdviceLine>
        ))}
        {closedTables.length === 0 ? null : (
          <li>
            <details className="group">
              <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-2 gap-y-0.5 rounded-xl px-4 py-3 focus-visible:outline-offset-[-2px] md:px-5 [&::-webkit-details-marker]:hidden">
                <Badge>Note</Badge>
                <span className="font-medium">{closedWords(closed.length)}</span>
                <ChevronRight
                  aria-hidden="true"
                  className="size-4 text-faint transition-transform group-open:rotate-90"
                />
                <span className="w-full text-[0.8125rem] text-soft">
                  Apps reach none of their rows with the public key. That is safe; give a table a rule when an
                  app needs it.
                </span>
              </summary>
              <ul className="divide-y border-t">
                {closedTables.map(({ item, done }, at) => (
                  <AdviceLine
                    key={keyOf(item)}
                    item={item}
                    {...{ done, canWrite, pending }}
                    onMend={(fix) => void mend(item, at, fix)}
                  >
                    <p className="wrap-anywhere py-1.5 font-mono text-[0.8125rem]">{item.table}</p>
                  </AdviceLine>
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
      {shown.length < items.length ? (
        <Button size="sm" variant="ghost" className="mt-2" onClick={() => setWhole(true)}>
          Show {items.length - shown.length} more
        </Button>
      ) : null}
    </section>
  );
}

interface AdviceLineProps {
  readonly item: Advice;
  /** What was pressed; null: nothing yet. */
  readonly done: string | null;
  readonly canWrite: boolean;
  /** The fix that is under way. */
  readonly pending: string | null;
  readonly onMend: (fix: Advice["fixes"][number]) => void;
  readonly children: ReactNode;
}

function AdviceLine({ item, done, canWrite, pending, onMend, children }: AdviceLineProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3 md:px-5">
      <div className="min-w-0 flex-1 basis-64">{children}</div>
      {done === null ? null : <Followed fix={done} />}
      {canWrite && done === null ? (
        <span className="flex flex-wrap gap-2">
          {item.fixes.map((fix) => (
            <Button
              key={fix.label}
              size="sm"
              pending={pending === labelOf(item, fix)}
              aria-label={`${fix.label}: ${item.about ?? item.table}`}
              onClick={() => onMend(fix)}
            >
              {fix.label}
            </Button>
          ))}
        </span>
      ) : null}
    </li>
  );
}

function isOfClosed({ code }: Advice): boolean {
  return code === "no_policy";
}

function closedWords(count: number): string {
  if (count === 0) return "Every table has a rule";
  return count === 1 ? "1 table has no rule" : `${count} tables have no rule`;
}

/** Advice that was followed while the page is open, and where it stood. */
interface FollowedAdvice {
  readonly item: Advice;
  readonly at: number;
  /** What was pressed. */
  readonly fix: string;
}

/** It stays in its place: the next one must not come under a pointer that is about to click again. */
function withFollowed(
  items: readonly Advice[],
  followed: readonly FollowedAdvice[],
): readonly { readonly item: Advice; readonly done: string | null }[] {
  const list: { item: Advice; done: string | null }[] = items.map((item) => ({ item, done: null }));
  const open = new Set(items.map(keyOf));
  for (const { item, at, fix } of followed.toSorted((a, b) => a.at - b.at))
    if (!open.has(keyOf(item))) list.splice(at, 0, { item, done: fix });
  return list;
}

function keyOf({ code, table, about }: Advice): string {
  return `${code} ${table} ${about}`;
}

function labelOf(item: Advice, { label }: Advice["fixes"][number]): string {
  return `${keyOf(item)} ${label}`;
}

/** What stands in the place of the buttons once one was pressed; the focus goes on there. */
function Followed({ fix }: { readonly fix: string }) {
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => words.current?.focus(), []);
  return (
    <p
      ref={words}
      tabIndex={-1}
      className="flex min-h-8 items-center gap-1.5 rounded-md text-[0.8125rem] text-good"
    >
      <Check aria-hidden="true" className="size-4" />
      Done: {fix}
    </p>
  );
}
