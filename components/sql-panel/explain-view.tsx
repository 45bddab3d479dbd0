"use client";

import { Flame } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { Suggestion } from "./index-suggestion.tsx";
import { detailsOf, ownMs, type Plan, type PlanNode } from "./plan.ts";

interface ExplainViewProps {
  readonly plan: Plan;
  readonly databaseId: string;
}

/** A plan as a tree, the node that takes most marked, and the indexes that would help. */
export function ExplainView({ plan, databaseId }: ExplainViewProps) {
  const { root, planningMs, executionMs, suggestions } = plan;
  return (
    <ScrollRegion label="Plan" className="min-h-0 flex-1 overflow-auto p-3 text-[0.8125rem]">
      <p className="mb-3 text-soft">
        {executionMs === null
          ? "Not run: with Explain and run each step is measured."
          : `Planned in ${milliseconds(planningMs ?? 0)}, run in ${milliseconds(executionMs)}.`}
      </p>
      {suggestions.map((suggestion) => (
        <Suggestion
          key={`${suggestion.table} ${suggestion.columns.join()}`}
          suggestion={suggestion}
          databaseId={databaseId}
        />
      ))}
      <ul className="grid gap-1.5">
        <Node node={root} totalMs={executionMs} />
      </ul>
    </ScrollRegion>
  );
}

function Node({ node, totalMs }: { readonly node: PlanNode; readonly totalMs: number | null }) {
  const own = ownMs(node);
  const isCostly = node.Costly === true;
  const details = detailsOf(node);
  const source = node["Relation Name"] ?? node["CTE Name"] ?? node["Function Name"];
  const below = (node.Plans ?? []).map((plan, place) => ({ plan, place }));
  return (
    <li>
      <div className={cn("rounded-lg border bg-surface px-3 py-2", isCostly && "border-warn bg-warn-tint")}>
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <span className="font-medium">{nameOf(node)}</span>
          {source === undefined ? null : <span>on {source}</span>}
          {node["Index Name"] === undefined ? null : (
            <span className="text-soft">by {node["Index Name"]}</span>
          )}
          {isCostly ? (
            <span className="flex items-center gap-1 font-medium text-warn">
              <Flame aria-hidden="true" className="size-3.5" />
              takes most
            </span>
          ) : null}
          <span className="ml-auto text-soft tabular-nums">{figures(node, own)}</span>
        </div>
        {own === null || totalMs === null ? null : (
          <div aria-hidden="true" className="mt-1.5 h-1 overflow-hidden rounded-full bg-wash">
            <div
              className={cn("h-full rounded-full", isCostly ? "bg-warn" : "bg-accent")}
              style={{ width: `${Math.min(100, (own / Math.max(totalMs, 0.001)) * 100)}%` }}
            />
          </div>
        )}
        {details.length === 0 ? null : (
          <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-3 text-xs">
            {details.map(([name, value]) => (
              <div key={name} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-faint">{name}</dt>
                <dd className="break-words font-mono">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {below.length === 0 ? null : (
        <ul className="mt-1.5 ml-3 grid gap-1.5 border-l pl-3 md:ml-5">
          {below.map(({ plan, place }) => (
            <Node key={place} node={plan} totalMs={totalMs} />
          ))}
        </ul>
      )}
    </li>
  );
}

function nameOf({ "Node Type": type, Operation: operation, "Join Type": join }: PlanNode): string {
  if (operation !== undefined) return operation;
  return join === undefined || join === "Inner" ? (type ?? "") : `${type} (${join})`;
}

function figures({ "Actual Rows": rows, "Actual Loops": loops = 1 }: PlanNode, own: number | null): string {
  if (rows === undefined) return "";
  const times = loops === 1 ? "" : ` × ${loops.toLocaleString("en")}`;
  const count = `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}${times}`;
  return own === null ? count : `${count}, ${milliseconds(own)}`;
}

function milliseconds(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms).toLocaleString("en")} ms`;
}
