"use client";

import { ChevronRight, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import type { TableInfo } from "#components/api/types.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { useApply } from "#components/tables/use-apply.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { type Toast, toast } from "#components/ui/toast.ts";
import { isPermissive } from "#lib/catalog/normalize-access.ts";
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

  async function drop(policy: Policy) {
    const again: Change = { kind: "create_policy", table: table.name, policy };
    await change(
      [{ kind: "drop_policy", table: table.name, name: policy.name }],
      `“${policy.name}” dropped`,
      {
        label: "Undo",
        run: () => void change([again], `“${policy.name}” is back`),
      },
    );
  }

  async function change(changes: readonly Change[], title: string, action?: Toast["action"]) {
    try {
      await apply(changes);
      toast({ tone: "good", title, ...(action === undefined ? {} : { action }) });
      onChanged();
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }

  return (
    <details open={isOpen} className="group/table">
      <summary className="grid cursor-pointer list-none grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 gap-y-0.5 px-4 py-3 hover:bg-sunken focus-visible:outline-offset-[-2px] group-first/table:rounded-t-xl group-last/table:rounded-b-xl group-open/table:rounded-b-none md:grid-cols-[auto_minmax(0,18rem)_minmax(0,1fr)] md:gap-x-4 md:px-5 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden="true"
          className="size-4 text-faint transition-transform group-open/table:rotate-90"
        />
        <span className="truncate font-medium font-mono text-[0.8125rem]" title={table.name}>
          {table.name}
        </span>
        <span className="wrap-anywhere text-[0.8125rem] text-soft max-md:col-start-2">
          {policies.length === 0 ? <Badge>closed</Badge> : inShort(table)}
        </span>
      </summary>
      <div className="grid grid-cols-1 gap-4 border-t px-4 py-4 md:px-5">
        {policies.length === 0 ? (
          <p className="text-soft">No rule: apps reach none of its rows, whatever they ask.</p>
        ) : (
          <ul className="grid grid-cols-1 gap-4">
            {policies.map((policy) => (
              <PolicyLine
                key={policy.name}
                policy={policy}
                table={table.name}
                canWrite={canWrite}
                onEdit={() => setEdited(policy)}
                onDrop={() => void drop(policy)}
              />
            ))}
          </ul>
        )}
        {canWrite ? (
          <div className="flex flex-wrap gap-2">
            <PresetMenu
              table={table}
              tables={tables}
              onPick={(changes) => void change(changes, newRules(changes))}
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
function inShort(table: Table): string {
  const byPeople = Map.groupBy(verbs, (verb) => whoMay(table, verb));
  const isRestricted = table.policies?.some((policy) => !isPermissive(policy)) ?? false;
  return [
    ...[...byPeople].map(
      ([people, group]) => `${capital(group.map((verb) => verbWords[verb]).join(", "))}: ${people}`,
    ),
    ...(isRestricted ? ["with restrictions"] : []),
  ].join(" · ");
}

/** A preset may need a rule of another table, too. */
function newRules(changes: readonly Change[]): string {
  const tables = new Set(changes.flatMap((one) => (one.kind === "create_policy" ? [one.table] : [])));
  return tables.size === 1
    ? `${[...tables].join()} has a new rule`
    : `${[...tables].join(" and ")} have new rules`;
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
        <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
          {policy.name}
          {policy.kind === "restrictive" ? <Badge tone="warn">restricts</Badge> : null}
        </p>
        <p className="wrap-anywhere text-[0.8125rem] text-soft">{policyWords(policy, table)}</p>
        <code className="wrap-anywhere mt-1 block font-mono text-faint text-xs">{sql}</code>
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
