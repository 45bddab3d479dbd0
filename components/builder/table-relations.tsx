"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import { relationsOf } from "#components/canvas/relations.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Constraint, Table } from "#lib/catalog/types.ts";
import { useBuilder } from "./builder-context.ts";

/** Where a table points, what points at it, and the rules over several columns. */
export function TableRelations({ table }: { readonly table: Table }) {
  const { draft, show } = useBuilder();
  const near = relationsOf(draft.tables).filter(
    ({ from, to }) => from.table === table.name || to.table === table.name,
  );
  return (
    <>
      {near.length > 0 ? (
        <section aria-labelledby="inspector-relations">
          <h3 id="inspector-relations" className="mb-2 font-semibold text-[0.8125rem]">
            Relations
          </h3>
          <ul className="grid gap-1">
            {near.map(({ id, from, to, isOneToOne }) => {
              const isOut = from.table === table.name;
              const other = isOut ? to.table : from.table;
              const Arrow = isOut ? ArrowRight : ArrowLeft;
              return (
                <li key={id}>
                  <button
                    type="button"
                    onClick={() => show({ table: from.table, column: from.columns[0] ?? null })}
                    className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left text-xs hover:bg-wash"
                  >
                    <Arrow aria-hidden="true" className="size-3.5 shrink-0 text-link" />
                    <span className="min-w-0 flex-1 truncate font-mono">
                      <span className="sr-only">{isOut ? "Points at " : "Pointed at by "}</span>
                      {other}
                      <span className="text-faint">
                        {" "}
                        {isOut ? `by ${from.columns.join(", ")}` : `.${from.columns.join(", ")}`}
                      </span>
                    </span>
                    <Badge tone="outline">{isOneToOne ? "1 : 1" : "n : 1"}</Badge>
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
      <Rules table={table} />
    </>
  );
}

function Rules({ table }: { readonly table: Table }) {
  const { make } = useBuilder();
  const constraints = (table.constraints ?? []).filter(({ kind }) => kind !== "foreign_key");
  if (constraints.length === 0) return null;
  return (
    <section aria-labelledby="inspector-rules">
      <h3 id="inspector-rules" className="mb-2 font-semibold text-[0.8125rem]">
        Over several columns
      </h3>
      <ul className="grid gap-1">
        {constraints.map((constraint) => (
          <li key={constraint.name} className="flex min-h-8 items-center gap-2 rounded-md px-2 text-xs">
            <span className="min-w-0 flex-1 truncate" title={constraint.name}>
              {ruleWords(constraint)}
            </span>
            {constraint.kind === "primary_key" || constraint.name === undefined ? null : (
              <Button
                variant="ghost"
                size="sm"
                aria-label={`Drop the rule ${constraint.name}`}
                onClick={() =>
                  make([{ kind: "drop_constraint", table: table.name, name: constraint.name ?? "" }])
                }
              >
                Drop
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ruleWords({ kind, columns = [], expression = "", method, note }: Constraint): string {
  const names = columns.join(", ");
  switch (kind) {
    case "primary_key":
      return `Key: ${names}`;
    case "unique":
      return `Unique together: ${names}`;
    case "index":
      if (method === "note") return `Noted index: ${note ?? names}`;
      return method === "search" ? `Searched: ${names}` : `Indexed together: ${names}`;
    case "check":
      return `Always: ${expression}`;
    case "foreign_key":
      return `Points at another table: ${names}`;
  }
}
