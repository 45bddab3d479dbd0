"use client";

import { Check, CircleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { verbWords } from "#lib/catalog/rules/policy-words.ts";
import { reachWords } from "./reach-words.ts";
import type { LeakMatrix, MatrixCell } from "./types.ts";

interface LeakMatrixViewProps {
  readonly databaseId: string;
  /** Each new number runs it again: a rule has changed. */
  readonly revision: number;
}

const verbs = ["select", "insert", "update", "delete"] as const;

/** Who tries; a key limited to some tables goes by its name. */
const identityWords: Readonly<Record<string, string>> = {
  visitor: "Visitor",
  owner: "Owner of the row",
  other: "Another user",
  service: "Service key",
  stranger: "Another project",
};

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

  async function confirm({ table, verb, identity, row }: MatrixCell, isConfirmed: boolean) {
    const body = { table, verb, identity, row, is_confirmed: isConfirmed };
    try {
      await call("POST", `/api/database/${databaseId}/rules/confirm`, { body });
    } catch (error) {
      setProblem(explain(error).title);
      return;
    }
    await run();
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
          <p className="mt-0.5 max-w-prose text-pretty text-soft">
            Makes rows of two users in every table, tries to reach them as everybody and through every way in,
            and takes everything back. Runs again after each change of a rule.
          </p>
        </div>
        <Button pending={isPending} onClick={() => void run()}>
          Check for leaks
        </Button>
      </div>
      {problem ? <Notice tone="danger" title={problem} /> : null}
      {matrix ? (
        <Outcome matrix={matrix} onConfirm={(cell, isConfirmed) => void confirm(cell, isConfirmed)} />
      ) : null}
    </section>
  );
}

interface OutcomeProps {
  readonly matrix: LeakMatrix;
  readonly onConfirm: (cell: MatrixCell, isConfirmed: boolean) => void;
}

/** So many are told one by one. */
const foundMax = 20;

function Outcome({ matrix, onConfirm }: OutcomeProps) {
  const found = matrix.cells.filter(({ verdict }) => verdict === "leak" || verdict === "lost");
  const confirmed = matrix.cells.filter(({ verdict }) => verdict === "confirmed");
  const tables = [...new Set(matrix.cells.map(({ table }) => table))];
  return (
    <div className="grid grid-cols-1 gap-4">
      {found.length === 0 ? (
        <Notice tone="info" title="No leak found">
          {matrix.statements.toLocaleString("en")} attempts in {matrix.ms.toLocaleString("en")} ms.
        </Notice>
      ) : (
        <Notice tone="danger" title={matrix.leaks === 1 ? "1 leak" : `${matrix.leaks} leaks`}>
          <Found
            cells={found.slice(0, foundMax)}
            action="It is meant so"
            onAct={(cell) => onConfirm(cell, true)}
          />
          {found.length > foundMax ? (
            <p className="mt-1.5">{`And ${found.length - foundMax} more, marked in the table below.`}</p>
          ) : null}
        </Notice>
      )}
      {confirmed.length > 0 ? (
        <Notice tone="info" title={`${confirmed.length} confirmed`}>
          <p className="mb-1">Told again as soon as the rules of the table change.</p>
          <Found cells={confirmed} action="Not meant so" onAct={(cell) => onConfirm(cell, false)} />
        </Notice>
      ) : null}
      {matrix.untested.map(({ table, reason }) => (
        <Notice key={table} tone="warn" title={`${table} could not be tried`}>
          {reason}
        </Notice>
      ))}
      <DataTable
        label="Leak matrix"
        head={[
          { key: "table", title: "Table" },
          ...matrix.identities.map(({ name, title }) => ({
            key: name,
            title: identityWords[name] ?? name,
            hint: title,
          })),
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

interface FoundProps {
  readonly cells: readonly MatrixCell[];
  readonly action: string;
  readonly onAct: (cell: MatrixCell) => void;
}

/** What was reached, each with what can be said of it. Only a condition can be meant so: what no rule opens is an error. */
function Found({ cells, action, onAct }: FoundProps) {
  return (
    <ul className="grid gap-3">
      {cells.map((cell) => (
        <li
          key={`${cell.table} ${cell.verb} ${cell.identity} ${cell.row}`}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
        >
          <span className="min-w-0 flex-1 basis-64">
            {sentence(cell)} {cell.reason}
          </span>
          {cell.expected === "condition" ? (
            <Button size="sm" aria-label={`${action}: ${sentence(cell)}`} onClick={() => onAct(cell)}>
              {action}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** What was reached, verbs with the same rows together; what was not is left out. */
function Verbs({ cells }: { readonly cells: readonly MatrixCell[] }) {
  const told = verbs.flatMap((verb): readonly Told[] => {
    const of = cells.filter((cell) => cell.verb === verb);
    const rows = reachWords(of);
    if (of.some(({ verdict }) => verdict === "leak")) return [{ verb, rows, mark: "leak" }];
    if (of.some(({ verdict }) => verdict === "lost")) return [{ verb, rows, mark: "out of reach" }];
    if (rows === "none") return [];
    return [{ verb, rows, mark: of.some(({ verdict }) => verdict === "confirmed") ? "confirmed" : "" }];
  });
  if (told.length === 0) return <span className="text-faint">nothing</span>;
  const triedVerbs = new Set(cells.map(({ verb }) => verb)).size;
  const groups = [...Map.groupBy(told, ({ rows, mark }) => `${rows} ${mark}`).values()];
  return (
    <ul className="grid gap-1 whitespace-normal">
      {groups.map((group) => {
        const [{ rows, mark } = { rows: "none", mark: "" } as const] = group;
        const isBad = mark === "leak" || mark === "out of reach";
        const Icon = isBad ? CircleAlert : Check;
        return (
          <li key={`${rows} ${mark}`} className="flex items-start gap-1.5">
            <Icon
              aria-hidden="true"
              className={`mt-0.5 size-3.5 shrink-0 ${isBad ? "text-danger" : "text-good"}`}
            />
            <span className={isBad ? "text-danger" : "text-soft"}>
              {reachOf(
                group.map(({ verb }) => verbWords[verb]),
                rows,
                group.length === triedVerbs,
              )}
            </span>
            {mark === "" ? null : <Badge tone={isBad ? "danger" : "neutral"}>{mark}</Badge>}
          </li>
        );
      })}
    </ul>
  );
}

/** `read, add: own`; `everything` where that is so. */
function reachOf(words: readonly string[], rows: Told["rows"], isEveryVerb: boolean): string {
  if (isEveryVerb && rows === "all") return "everything";
  return `${isEveryVerb ? "everything" : words.join(", ")}: ${rows}`;
}

interface Told {
  readonly verb: (typeof verbs)[number];
  /** Which of the two rows. */
  readonly rows: ReturnType<typeof reachWords>;
  readonly mark: "" | "leak" | "out of reach" | "confirmed";
}

function sentence({ identity, verb, row, table }: MatrixCell): string {
  const whose = row === "owner" ? "the owner’s row" : "another user’s row";
  return `${identityWords[identity] ?? identity}: ${verbWords[verb]} ${whose} in ${table}.`;
}
