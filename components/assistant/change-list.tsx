import { TriangleAlert } from "lucide-react";
import { explain } from "#components/api/api-error.ts";
import { changeWords } from "#components/tables/change-words.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { ChosenChanges } from "#lib/catalog/changes/choose-changes.ts";
import type { Change } from "#lib/catalog/types.ts";
import { changeKey } from "./draft-state.ts";
import type { Impact, Impacts } from "./use-impact.ts";

interface ChangeListProps {
  readonly changes: readonly Change[];
  readonly chosen: ChosenChanges;
  readonly impacts: Impacts;
  readonly onToggle: (change: Change) => void;
}

/** Every change by itself: taken in or left out, with what it does to rows that exist. */
export function ChangeList({ changes, chosen, impacts, onToggle }: ChangeListProps) {
  return (
    <div className="grid grid-cols-1 gap-3">
      {impacts.error ? <Notice tone="warn" title={explain(impacts.error).title} /> : null}
      <ul className="divide-y rounded-xl border bg-raised" aria-busy={impacts.isPending}>
        {changes.map((change, index) => {
          const choice = chosen.choices[index];
          const isMade = choice?.kind === "made";
          return (
            <li key={changeKey(change)} className="grid gap-1 px-4 py-2.5">
              <Checkbox
                label={
                  <span className={cn("font-medium", !isMade && "text-faint line-through")}>
                    {changeWords(change)}
                  </span>
                }
                checked={choice?.kind !== "left_out"}
                onChange={() => onToggle(change)}
              />
              {choice?.kind === "impossible" ? (
                <Problem>Cannot be made without what is left out: {choice.reason}</Problem>
              ) : null}
              {isMade ? <RowsWords impact={impacts.of(change)} /> : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function RowsWords({ impact }: { readonly impact: Impact | undefined }) {
  if (impact?.refusal) return <Problem>{impact.refusal}</Problem>;
  if (impact?.warning) return <Problem>{impact.warning}</Problem>;
  if (impact === undefined || impact.rows === 0) return null;
  return (
    <p className="pl-6 text-faint text-xs">
      {impact.rows === 1
        ? "1 row is brought along."
        : `${impact.rows.toLocaleString("en")} rows are brought along.`}
    </p>
  );
}

function Problem({ children }: { readonly children: React.ReactNode }) {
  return (
    <p className="ml-6 flex w-fit items-start gap-2 rounded-md bg-warn-tint px-2.5 py-1.5 text-[0.8125rem] text-warn">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
