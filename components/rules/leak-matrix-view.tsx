"use client";

import { Check, CircleAlert, Minus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { LeakMatrix, MatrixCell } from "./types.ts";

interface LeakMatrixViewProps {
  readonly databaseId: string;
  /** Each new number runs it again: a rule has changed. */
  readonly revision: number;
}

const verbs = ["select", "insert", "update", "delete"] as const;
const words = { select: "read", insert: "add", update: "change", delete: "delete" } as const;

/** Every table, verb and identity, tried out through every way in. */
export function LeakMatrixView({ databaseId, revision }: LeakMatrixViewProps) {
  const [matrix, setMatrix] = useState<LeakMatrix | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const ran = useRef(0);

  async function run() {
    setPending(true);
    setProblem(null);
    try {
      setMatrix(await call<LeakMatrix>("POST", `/api/database/${databaseId}/rules/check`, { body: {} }));
    } catch (error) {
      setProblem(explain(error).title);
    }
    setPending(false);
  }

  useEffect(() => {
    if (revision === ran.current) return;
    ran.current = revision;
    void run();
  });

  return (
    <section aria-labelledby="matrix-title">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="matrix-title" className="font-semibold text-base">
            Leak matrix
          </h2>
          <p className="mt-0.5 max-w-prose text-soft">
            Makes rows of two users in every table, tries to reach them as everybody and through every way in,
            and takes everything back. Runs again after each change of a rule.
          </p>
        </div>
        <Button pending={isPending} onClick={() => void run()}>
          Check for leaks
        </Button>
      </div>
      {problem ? <Notice tone="danger" title={problem} /> : null}
      {matrix ? <Outcome matrix={matrix} /> : null}
    </section>
  );
}

function Outcome({ matrix }: { readonly matrix: LeakMatrix }) {
  const found = matrix.cells.filter(({ verdict }) => verdict !== "ok");
  const tables = [...new Set(matrix.cells.map(({ table }) => table))];
  return (
    <div className="grid grid-cols-1 gap-4">
      {found.length === 0 ? (
        <Notice tone="info" title="No leak found">
          {matrix.statements} attempts in {matrix.ms} ms.
        </Notice>
      ) : (
        <Notice tone="danger" title={matrix.leaks === 1 ? "1 leak" : `${matrix.leaks} leaks`}>
          <ul className="list-disc pl-4">
            {found.slice(0, 20).map((cell) => (
              <li key={`${cell.table} ${cell.verb} ${cell.identity} ${cell.row}`}>
                {sentence(cell)} {cell.reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {matrix.untested.map(({ table, reason }) => (
        <Notice key={table} tone="warn" title={`${table} could not be tried`}>
          {reason}
        </Notice>
      ))}
      <DataTable
        label="Leak matrix"
        head={[
          { key: "table", title: "Table" },
          ...matrix.identities.map(({ name, title }) => ({ key: name, title: name, hint: title })),
        ]}
        rows={tables.map((table) => ({
          key: table,
          name: table,
          cells: matrix.identities.map(({ name }) => ({
            key: name,
            content: (
              <Verbs cells={matrix.cells.filter((cell) => cell.table === table && cell.identity === name)} />
            ),
          })),
        }))}
      />
    </div>
  );
}

/** Per verb: none, own, some or all of the two rows. */
function Verbs({ cells }: { readonly cells: readonly MatrixCell[] }) {
  return (
    <ul className="grid w-max gap-1">
      {verbs.map((verb) => {
        const of = cells.filter((cell) => cell.verb === verb);
        const isBad = of.some(({ verdict }) => verdict !== "ok");
        const reached = of.filter(({ reachedBy }) => reachedBy.length > 0).length;
        const Icon = isBad ? CircleAlert : reached > 0 ? Check : Minus;
        const amount = reached === 0 ? "none" : reached === of.length ? "all" : "own";
        if (of.length === 0) return null;
        return (
          <li key={verb} className="flex items-center gap-1.5 whitespace-nowrap">
            <Icon
              aria-hidden="true"
              className={
                isBad ? "size-3.5 text-danger" : reached > 0 ? "size-3.5 text-good" : "size-3.5 text-faint"
              }
            />
            <span className={isBad ? "text-danger" : "text-soft"}>
              {words[verb]} {amount}
            </span>
            {isBad ? <Badge tone="danger">check</Badge> : null}
          </li>
        );
      })}
    </ul>
  );
}

function sentence({ identity, verb, row, table }: MatrixCell): string {
  const whose = row === "owner" ? "the owner’s row" : "another user’s row";
  return `${identity}: ${words[verb]} ${whose} in ${table}.`;
}
