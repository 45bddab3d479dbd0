"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { allGrants } from "#lib/catalog/normalize-access.ts";
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
const verbs = [
  ["select", "read"],
  ["insert", "add"],
  ["update", "change"],
] as const;

/** Which columns each role may read and write, of the rows that rules leave it. */
export function ColumnAccess({ table, canWrite, onChange }: ColumnAccessProps) {
  const may = (role: "anon" | "authenticated", verb: "select" | "insert" | "update", column: string) => {
    const granted = (table.grants?.[role] ?? allGrants)[verb];
    return granted === true || (granted !== false && granted.includes(column));
  };
  return (
    <details>
      <summary className="cursor-pointer text-[0.8125rem] text-soft hover:text-ink">Columns</summary>
      <div className="mt-3 overflow-x-auto">
        <table className="w-full min-w-[34rem] text-[0.8125rem]">
          <thead>
            <tr className="text-faint">
              <th scope="col" className="py-1 text-left font-normal">
                Column
              </th>
              {roles.map(([role, title]) => (
                <th key={role} scope="colgroup" colSpan={3} className="py-1 text-center font-normal">
                  {title}: read, add, change
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.columns.map((column) => (
              <tr key={column.name} className="border-t">
                <th scope="row" className="py-1 text-left font-mono font-normal text-xs">
                  {column.name}
                </th>
                {roles.flatMap(([role, title]) =>
                  verbs.map(([verb, word]) => (
                    <td key={`${role} ${verb}`} className="py-1 text-center">
                      <Checkbox
                        label={<span className="sr-only">{`${title} may ${word} ${column.name}`}</span>}
                        checked={may(role, verb, column.name)}
                        disabled={!canWrite}
                        onChange={(event) =>
                          void onChange(
                            [
                              {
                                kind: event.target.checked ? "grant" : "revoke",
                                table: table.name,
                                roles: [role],
                                privileges: [verb],
                                columns: [column.name],
                              },
                            ],
                            `${table.name}.${column.name} saved`,
                          )
                        }
                      />
                    </td>
                  )),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
