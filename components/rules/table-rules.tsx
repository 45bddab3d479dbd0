"use client";

import { ChevronRight, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { useApply } from "#components/tables/use-apply.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { policyWords, verbWords, whoMay } from "#lib/catalog/rules/policy-words.ts";
import type { Change, Policy, Table } from "#lib/catalog/types.ts";
import { ColumnAccess } from "./column-access.tsx";
import { PolicySheet } from "./policy-sheet.tsx";
import { PresetMenu } from "./preset-menu.tsx";

interface TableRulesProps {
  readonly table: Table;
  readonly tables: readonly TableInfo[];
  readonly isOpen: boolean;
  readonly canWrite: boolean;
  readonly onChanged: () => void;
}

const verbs = ["select", "insert", "update", "delete"] as const;

/** One table: in a line who may do what, and opened the rules themselves. */
export function TableRules({ table, tables, isOpen, canWrite, onChanged }: TableRulesProps) {
  const { databaseId } = useProject();
  const { apply } = useApply(databaseId);
  const [edited, setEdited] = useState<Policy | "new" | null>(null);
  const policies = table.policies ?? [];

  async function change(changes: readonly Change[], title: string) {
    try {
      await apply(changes);
      toast({ tone: "good", title });
      onChanged();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <details open={isOpen} className="group rounded-xl border bg-raised shadow-card">
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 md:px-5 [&::-webkit-details-marker]:hidden">
        <span className="flex min-w-36 items-center gap-2 font-medium font-mono text-[0.8125rem]">
          <ChevronRight
            aria-hidden="true"
            className="size-4 text-faint transition-transform group-open:rotate-90"
          />
          {table.name}
        </span>
        <span className="text-[0.8125rem] text-soft">
          {policies.length === 0 ? <Badge>closed</Badge> : inShort(policies)}
        </span>
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t px-4 py-4 md:px-5">
        {policies.length === 0 ? (
          <p className="text-soft">No rule: apps reach none of its rows, whatever they ask.</p>
        ) : (
          <ul className="grid grid-cols-1 gap-3">
            {policies.map((policy) => (
              <PolicyLine
                key={policy.name}
                policy={policy}
                table={table.name}
                canWrite={canWrite}
                onEdit={() => setEdited(policy)}
                onDrop={() =>
                  void change(
                    [{ kind: "drop_policy", table: table.name, name: policy.name }],
                    `“${policy.name}” dropped`,
                  )
                }
              />
            ))}
          </ul>
        )}
        {canWrite ? (
          <div className="flex flex-wrap gap-2">
            <PresetMenu
              table={table}
              tables={tables}
              onPick={(changes) => void change(changes, `${table.name} has a new rule`)}
            />
            <Button size="sm" onClick={() => setEdited("new")}>
              <Plus /> Write a rule
            </Button>
          </div>
        ) : null}
        <ColumnAccess table={table} canWrite={canWrite} onChange={change} />
      </div>
      <PolicySheet
        table={table}
        policy={edited}
        onClose={() => setEdited(null)}
        onSave={async (changes) => {
          await apply(changes);
          toast({ tone: "good", title: "Rule saved" });
          setEdited(null);
          onChanged();
        }}
      />
    </details>
  );
}

/** Who may do what, verbs of the same people together: "Read: anyone · Add, change, delete: the owner". */
function inShort(policies: readonly Policy[]): string {
  const byPeople = Map.groupBy(verbs, (verb) => whoMay(policies, verb));
  return [...byPeople]
    .map(([people, group]) => `${capital(group.map((verb) => verbWords[verb]).join(", "))}: ${people}`)
    .join(" · ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface PolicyLineProps {
  readonly policy: Policy;
  readonly table: string;
  readonly canWrite: boolean;
  readonly onEdit: () => void;
  readonly onDrop: () => void;
}

function PolicyLine({ policy, table, canWrite, onEdit, onDrop }: PolicyLineProps) {
  const sql = [
    ...(policy.using === undefined ? [] : [`using (${policy.using})`]),
    ...(policy.check === undefined ? [] : [`with check (${policy.check})`]),
  ].join(" ");
  return (
    <li className="flex items-start justify-between gap-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {policy.name}
          {policy.kind === "restrictive" ? <Badge tone="warn">restricts</Badge> : null}
        </p>
        <p className="text-[0.8125rem] text-soft">{policyWords(policy, table)}</p>
        <code className="mt-1 block break-words font-mono text-faint text-xs">{sql}</code>
      </div>
      {canWrite ? (
        <span className="flex shrink-0">
          <Button variant="ghost" size="icon" aria-label={`Change the rule ${policy.name}`} onClick={onEdit}>
            <Pencil />
          </Button>
          <Button variant="ghost" size="icon" aria-label={`Drop the rule ${policy.name}`} onClick={onDrop}>
            <Trash2 />
          </Button>
        </span>
      ) : null}
    </li>
  );
}
