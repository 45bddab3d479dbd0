"use client";

import Link from "next/link";
import { explain } from "#components/api/api-error.ts";
import { useOverview } from "#components/api/queries.ts";
import type { Overview as OverviewData } from "#components/api/types.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { TableRows } from "#components/tables/table-rows.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ConnectCard } from "./connect-card.tsx";
import { DescribeEntry } from "./describe-entry.tsx";
import { NextSteps } from "./next-steps.tsx";
import { RecentActivity } from "./recent-activity.tsx";
import { TemplatePicker } from "./template-picker.tsx";
import { UsageChart } from "./usage-chart.tsx";
import { type UsageOfDay, useUsage } from "./use-usage.ts";

/** A project's first page: what is in it, how to reach it, and the way to more. */
export function Overview() {
  const project = useProject();
  const overview = useOverview(project.databaseId);
  const usage = useUsage(project.id);
  return (
    <Page>
      <PageHeader title={project.name} description={project.description ?? undefined} className="mb-7" />
      {mayDo(project.role, "editor") ? <DescribeEntry projectId={project.id} /> : null}
      {overview.error ? (
        <Notice tone="danger" className="mt-8" title={explain(overview.error).title}>
          {explain(overview.error).description}
        </Notice>
      ) : null}
      {/* Together: what came later would push down what is read already. */}
      {overview.data && !usage.isPending ? (
        <Contents projectId={project.id} overview={overview.data} usage={usage.data ?? []} />
      ) : overview.error ? null : (
        <div className="mt-10 grid gap-4" role="status" aria-label="Loading the overview">
          <Skeleton className="h-16 rounded-xl" />
          <Skeleton className="h-40 rounded-xl" />
        </div>
      )}
    </Page>
  );
}

interface ContentsProps {
  readonly projectId: string;
  readonly overview: OverviewData;
  readonly usage: readonly UsageOfDay[];
}

function Contents({ projectId, overview, usage }: ContentsProps) {
  const { role } = useProject();
  const hasRequests = usage.some(({ requests }) => requests > 0);
  const isEditor = mayDo(role, "editor");
  const isEmpty = overview.tables.length <= 1;
  return (
    <div className="mt-10 grid grid-cols-1 gap-10">
      <Counts counts={overview.counts} />
      {isEditor ? <NextSteps projectId={projectId} overview={overview} hasRequests={hasRequests} /> : null}
      {isEditor && isEmpty ? <TemplatePicker databaseId={overview.database.id} /> : null}
      <section aria-labelledby="tables-title">
        <div className="mb-3 flex items-baseline justify-between">
          <h2 id="tables-title" className="font-semibold text-base">
            Tables
          </h2>
          <div className="flex gap-5">
            <Link
              href={`/projects/${projectId}/database/transfer`}
              className="rounded text-[0.8125rem] text-link underline-offset-4 hover:underline"
            >
              Import or export
            </Link>
            <Link
              href={`/projects/${projectId}/database/tables`}
              className="rounded text-[0.8125rem] text-link underline-offset-4 hover:underline"
            >
              All tables
            </Link>
          </div>
        </div>
        <TableRows projectId={projectId} tables={overview.tables.slice(0, 6)} />
      </section>
      <ConnectCard url={overview.url} />
      <UsageChart days={usage} />
      <RecentActivity projectId={projectId} />
    </div>
  );
}

function Counts({ counts }: { readonly counts: OverviewData["counts"] }) {
  const facts = [
    { label: "Tables", value: counts.tables.toLocaleString("en") },
    { label: "Rows", value: counts.records.toLocaleString("en") },
    { label: "Users", value: counts.users.toLocaleString("en") },
    { label: "Stored", value: bytesWords(counts.bytes) },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-4">
      {facts.map((fact) => (
        <div key={fact.label} className="flex flex-col-reverse border-l-2 pl-4">
          <dt className="text-faint text-xs">{fact.label}</dt>
          <dd className="font-display font-semibold text-xl tabular-nums">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

function bytesWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = bytes > 0 ? Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1) : 0;
  const value = bytes / 1000 ** step;
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[step]}`;
}
