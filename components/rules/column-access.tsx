"use client";

import { useState } from "react";
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
  // A box shows at once what it was set to, and after that what was saved.
  const [saving, setSaving] = useState<ReadonlyMap<string, boolean>>(new Map());
  async function set(role: Role, verb: Verb, column: string, isGranted: boolean) {
    const key = `${role} ${verb} ${column}`;
    setSaving((before) => new Map(before).set(key, isGranted));
    await save(role, verb, column, isGranted);
    setSaving((before) => new Map([...before].filter(([other]) => other !== key)));
  }
  return (
    <details>
      <summary className="cursor-pointer text-[0.8125rem] text-soft hover:text-ink">Columns</summary>
      <DataTable
        label={`Who may read and write which columns of ${table.name}`}
        className="mt-3"
        isCompact
        head={[
          { key: "column", title: "Column" },
          ...roles.flatMap(([role, title]) =>
            verbs.map((verb, at) => ({
              key: `${role} ${verb}`,
              title: at === 0 ? `${title}: ${verbWords[verb]}` : verbWords[verb],
              isCentered: true,
            })),
          ),
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
                  checked={saving.get(`${role} ${verb} ${column.name}`) ?? may(role, verb, column.name)}
                  disabled={!canWrite}
                  onChange={(event) => void set(role, verb, column.name, event.target.checked)}
                />
              ),
            })),
          ),
        }))}
      />
    </details>
  );
}
