"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { DataTable } from "#components/ui/data-table.tsx";
import { allGrants } from "#lib/catalog/normalize-access.ts";
import { verbWords } from "#lib/catalog/rules/policy-words.ts";
import type { Change, Table } from "#lib/catalog/types.ts";

interface ColumnAccessProps {
  readonly table: Table;
  readonly canWrite: boolean;
  readonly onChange: (changes: readonly Change[], title: string) => Promise<void>;
}

const roles = [
  ["anon", "Visitors"],
  ["authenticated", "Signed-in users"],
] as const;
const verbs = ["select", "insert", "update"] as const;

type Role = (typeof roles)[number][0];
type Verb = (typeof verbs)[number];

/** Which columns each role may read and write, of the rows that rules leave it. */
export function ColumnAccess({ table, canWrite, onChange }: ColumnAccessProps) {
  const may = (role: Role, verb: Verb, column: string) => {
    const granted = (table.grants?.[role] ?? allGrants)[verb];
    return granted === true || (granted !== false && granted.includes(column));
  };
  const save = (role: Role, verb: Verb, column: string, isGranted: boolean) => {
    const kind = isGranted ? "grant" : "revoke";
    const change: Change = { kind, table: table.name, roles: [role], privileges: [verb], columns: [column] };
    return onChange([change], `${table.name}.${column} saved`);
  };
  return (
    <details>
      <summary className="cursor-pointer text-[0.8125rem] text-soft hover:text-ink">Columns</summary>
      <DataTable
        label={`Who may read and write which columns of ${table.name}`}
        className="mt-3"
        head={[
          { key: "column", title: "Column" },
          ...roles.map(([role, title]) => ({
            key: role,
            title: `${title}: ${verbs.map((verb) => verbWords[verb]).join(", ")}`,
            span: verbs.length,
          })),
        ]}
        rows={table.columns.map((column) => ({
          key: column.name,
          name: column.name,
          cells: roles.flatMap(([role, title]) =>
            verbs.map((verb) => ({
              key: `${role} ${verb}`,
              isCentered: true,
              content: (
                <Checkbox
                  label={<span className="sr-only">{`${title} may ${verbWords[verb]} ${column.name}`}</span>}
                  checked={may(role, verb, column.name)}
                  disabled={!canWrite}
                  onChange={(event) => void save(role, verb, column.name, event.target.checked)}
                />
              ),
            })),
          ),
        }))}
      />
    </details>
  );
}
