"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { exportAddress } from "./export-address.ts";

/** The whole database as a file: the way out. */
export function ExportCard({ databaseId }: { readonly databaseId: string }) {
  const [format, setFormat] = useState("sql");
  const [hasPolicies, setPolicies] = useState(false);
  const [isCopy, setCopy] = useState(false);
  const [isSafe, setSafe] = useState(false);
  const href = exportAddress(databaseId, {
    format,
    ...(format === "sql" && hasPolicies ? { policies: "true" } : {}),
    ...(format === "sql" && isCopy ? { rows: "copy" } : {}),
    ...(format === "csv" && isSafe ? { safe: "true" } : {}),
  });
  return (
    <section
      aria-labelledby="export-title"
      className="grid gap-4 rounded-xl border bg-raised p-5 shadow-card"
    >
      <div>
        <h2 id="export-title" className="font-semibold text-base">
          Export the database
        </h2>
        <p className="mt-0.5 text-[0.8125rem] text-soft">
          All tables as they are at one moment, made while you download. The SQL loads into any Postgres.
        </p>
      </div>
      <div className="grid items-end gap-4 sm:grid-cols-[minmax(0,20rem)_auto] sm:justify-start">
        <Field label="Export as">
          {(control) => (
            <Select {...control} value={format} onChange={({ target }) => setFormat(target.value)}>
              <option value="sql">SQL for a plain Postgres</option>
              <option value="csv">CSV files (ZIP)</option>
              <option value="json">JSON files (ZIP)</option>
              <option value="ndjson">NDJSON files (ZIP)</option>
            </Select>
          )}
        </Field>
        <Button asChild variant="primary">
          <a href={href} download>
            <Download aria-hidden="true" />
            Download
          </a>
        </Button>
      </div>
      {format === "sql" ? (
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Checkbox
            label="With row-level security and its policies"
            checked={hasPolicies}
            onChange={({ target }) => setPolicies(target.checked)}
          />
          <Checkbox
            label="Rows by COPY (faster, for psql)"
            checked={isCopy}
            onChange={({ target }) => setCopy(target.checked)}
          />
        </div>
      ) : null}
      {format === "csv" ? (
        <Checkbox
          label="Disarm formulas for spreadsheets (changes such texts)"
          checked={isSafe}
          onChange={({ target }) => setSafe(target.checked)}
        />
      ) : null}
    </section>
  );
}
