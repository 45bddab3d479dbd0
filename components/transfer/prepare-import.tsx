"use client";

import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { toName } from "#lib/catalog/checks/names.ts";
import { ColumnMapping } from "./column-mapping.tsx";
import { firstRules, ImportRules, type Rules } from "./import-rules.tsx";
import { PreviewRows } from "./preview-rows.tsx";
import { ReadOptions } from "./read-options.tsx";
import type { ColumnChoice, ImportInfo, ImportPreview, ReadSettings } from "./types.ts";
import { usePreview } from "./use-imports.ts";
import { bytesWords, count } from "./words.ts";

interface PrepareImportProps {
  readonly databaseId: string;
  readonly file: ImportInfo;
  readonly tables: readonly TableInfo[];
  /** The table that somebody came from. */
  readonly tableName: string | null;
  readonly onStarted: () => void;
  readonly onDiscard: () => void;
}

/** What the file would become: how it is read, where it goes, what to do with bad rows; then it begins. */
export function PrepareImport({
  databaseId,
  file,
  tables,
  tableName,
  onStarted,
  onDiscard,
}: PrepareImportProps) {
  const [read, setRead] = useState<Partial<ReadSettings>>({});
  const [table, setTable] = useState<string | null>(
    tables.some(({ table_name }) => table_name === tableName) ? tableName : null,
  );
  const [newName, setNewName] = useState(() => freeName(file.file_name, tables));
  const [rules, setRules] = useState<Rules>(firstRules);
  const [chosen, setChosen] = useState<readonly ColumnChoice[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [isStarting, setStarting] = useState(false);
  const preview = usePreview(databaseId, file.id, { read, table });
  const target = tables.find(({ table_name }) => table_name === table)?.schema ?? null;

  async function begin(shown: ImportPreview) {
    setStarting(true);
    setFailure(null);
    const isScript = shown.read.format === "sql";
    const { on_error, on_duplicate, key } = rules;
    const place = {
      table: table ?? newName,
      create_table: table === null,
      columns: choicesOf(shown, table, chosen),
    };
    const body = {
      read: shown.read,
      on_error,
      ...(isScript ? {} : place),
      ...(isScript || table === null ? {} : { on_duplicate, ...(key === "" ? {} : { key: key.split(",") }) }),
    };
    try {
      await call("POST", `/api/database/${databaseId}/imports/${file.id}/start`, { body });
      onStarted();
    } catch (error) {
      setFailure(error);
      setStarting(false);
    }
  }

  return (
    <section aria-labelledby="file-title" className="grid min-w-0 grid-cols-1 gap-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id="file-title" className="min-w-0 truncate font-semibold text-base">
          {file.file_name} <span className="font-normal text-faint text-xs">{bytesWords(file.bytes)}</span>
        </h2>
        <Button size="sm" variant="ghost" onClick={onDiscard}>
          Choose another file
        </Button>
      </div>
      {preview.error ? (
        <Notice tone="danger" title={explain(preview.error).title}>
          {explain(preview.error).description}
        </Notice>
      ) : null}
      {preview.isPending ? (
        <div role="status" aria-label="Reading the file">
          <Skeleton className="h-64 rounded-xl" />
        </div>
      ) : null}
      {preview.data ? (
        <form
          className="grid min-w-0 grid-cols-1 gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (preview.data && !isStarting) void begin(preview.data);
          }}
        >
          <ReadOptions preview={preview.data} onChange={(more) => setRead({ ...read, ...more })} />
          {preview.data.problem ? <Notice tone="warn" title={preview.data.problem} /> : null}
          {preview.data.script ? (
            <Script script={preview.data.script} />
          ) : (
            <>
              <PreviewRows preview={preview.data} />
              <Place
                tables={tables}
                table={table}
                newName={newName}
                onTable={(name) => {
                  setTable(name);
                  setChosen([]);
                  setRules(firstRules);
                }}
                onName={setNewName}
              />
              <ColumnMapping
                preview={preview.data}
                table={target}
                choices={new Map(choicesOf(preview.data, table, chosen).map((one) => [one.source, one]))}
                onChoose={(choice) =>
                  setChosen([...chosen.filter(({ source }) => source !== choice.source), choice])
                }
              />
            </>
          )}
          <ImportRules
            table={target}
            isScript={preview.data.script !== null}
            rules={rules}
            onChange={setRules}
          />
          {failure ? (
            <Notice tone="danger" title={explain(failure).title}>
              {explain(failure).description}
            </Notice>
          ) : null}
          <div>
            <Button
              type="submit"
              variant="primary"
              pending={isStarting}
              disabled={preview.data.problem !== null}
            >
              {preview.data.script
                ? "Run the script"
                : table === null
                  ? "Create table and import"
                  : `Import into ${table}`}
            </Button>
          </div>
        </form>
      ) : null}
    </section>
  );
}

/** What the server suggests, with what somebody has chosen otherwise. */
function choicesOf(
  { columns }: ImportPreview,
  table: string | null,
  chosen: readonly ColumnChoice[],
): readonly ColumnChoice[] {
  const own = new Map(chosen.map((one) => [one.source, one]));
  return columns.map(
    ({ source, column, type }) =>
      own.get(source) ?? (table === null && column !== null ? { source, column, type } : { source, column }),
  );
}

/** The file's name as a table's that is not there yet. */
function freeName(fileName: string, tables: readonly TableInfo[]): string {
  const taken = new Set(tables.map(({ table_name }) => table_name));
  const base = toName(fileName.replace(/\.\w+$/, ""));
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base.slice(0, 58)}_${count}`;
    if (!taken.has(name)) return name;
  }
}

interface PlaceProps {
  readonly tables: readonly TableInfo[];
  readonly table: string | null;
  readonly newName: string;
  readonly onTable: (name: string | null) => void;
  readonly onName: (name: string) => void;
}

function Place({ tables, table, newName, onTable, onName }: PlaceProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Import into">
        {(control) => (
          <Select
            {...control}
            value={table ?? ""}
            onChange={({ target }) => onTable(target.value === "" ? null : target.value)}
          >
            <option value="">A new table</option>
            {tables.map(({ id, table_name }) => (
              <option key={id} value={table_name}>
                {table_name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {table === null ? (
        <Field label="Name of the new table" required>
          {(control) => (
            <Input
              {...control}
              value={newName}
              onChange={({ target }) => onName(target.value)}
              className="font-mono"
              spellCheck={false}
              autoComplete="off"
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}

function Script({ script }: { readonly script: NonNullable<ImportPreview["script"]> }) {
  const { tables, statements, rows } = script;
  return (
    <Notice tone="info" title="This is a SQL script. It is run in one transaction: all of it, or nothing.">
      Its beginning has {count(statements)} {statements === 1 ? "statement" : "statements"}
      {rows > 0 ? ` and ${count(rows)} rows` : ""}
      {tables.length > 0
        ? `, for ${tables.slice(0, 12).join(", ")}${tables.length > 12 ? " and more" : ""}`
        : ""}
      . What nothing here can do (triggers, extensions) is left out and reported.
    </Notice>
  );
}
