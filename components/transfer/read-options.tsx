"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import type { ImportPreview, ReadSettings } from "./types.ts";

interface ReadOptionsProps {
  readonly preview: ImportPreview;
  readonly onChange: (read: Partial<ReadSettings>) => void;
}

const formats = [
  ["csv", "Delimited text (CSV, TSV)"],
  ["xlsx", "Excel workbook"],
  ["json", "JSON"],
  ["ndjson", "JSON, one row a line"],
  ["sql", "SQL script"],
] as const;

const encodings = [
  ["utf-8", "UTF-8"],
  ["windows-1252", "Western (Windows-1252)"],
  ["utf-16le", "UTF-16, little-endian"],
  ["utf-16be", "UTF-16, big-endian"],
  ["iso-8859-2", "Central European (ISO 8859-2)"],
  ["shift_jis", "Japanese (Shift JIS)"],
] as const;

const delimiters = [
  [",", "Comma"],
  [";", "Semicolon"],
  ["\t", "Tab"],
  ["|", "Bar |"],
] as const;

/** How the file is read: what was found out, and can be set right. */
export function ReadOptions({ preview, onChange }: ReadOptionsProps) {
  const { read, sheets } = preview;
  const isTabular = read.format === "csv" || read.format === "xlsx";
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Choice
          label="Format"
          value={read.format}
          options={formats}
          onChange={(format) => onChange({ format: format as ReadSettings["format"] })}
        />
        {read.format === "xlsx" ? null : (
          <Choice
            label="Encoding"
            value={read.encoding}
            options={encodings}
            onChange={(encoding) => onChange({ encoding })}
          />
        )}
        {read.format === "csv" ? (
          <Choice
            label="Separator"
            value={read.delimiter}
            options={delimiters}
            onChange={(delimiter) => onChange({ delimiter })}
          />
        ) : null}
        {sheets.length > 0 ? (
          <Choice
            label="Sheet"
            value={read.sheet ?? ""}
            options={sheets.map((name) => [name, name] as const)}
            onChange={(sheet) => onChange({ sheet })}
          />
        ) : null}
        {read.format === "sql" || read.format === "xlsx" ? null : (
          <>
            <Choice
              label="Dates like 03/04/2026"
              value={read.date_order}
              options={[
                ["dmy", "Day first: 3 April"],
                ["mdy", "Month first: 4 March"],
              ]}
              hint={preview.is_date_order_ambiguous ? "The file does not tell: please check." : undefined}
              onChange={(order) => onChange({ date_order: order as ReadSettings["date_order"] })}
            />
            {read.format === "csv" ? (
              <Choice
                label="Decimals"
                value={read.decimal}
                options={[
                  [".", "Point: 1.5"],
                  [",", "Comma: 1,5"],
                ]}
                onChange={(decimal) => onChange({ decimal: decimal as ReadSettings["decimal"] })}
              />
            ) : null}
          </>
        )}
      </div>
      {isTabular ? (
        <Checkbox
          label="The first row names the columns"
          checked={read.has_header}
          onChange={({ target }) => onChange({ has_header: target.checked })}
        />
      ) : null}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly hint?: string | undefined;
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, hint, onChange }: ChoiceProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Select {...control} value={value} onChange={({ target }) => onChange(target.value)}>
          {options.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
