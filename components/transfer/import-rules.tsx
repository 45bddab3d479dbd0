"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { primaryKey, uniqueKeys } from "#lib/catalog/column-facts.ts";
import type { Table } from "#lib/catalog/types.ts";

/** What to do with rows that cannot be stored. */
export interface Rules {
  readonly on_error: "stop" | "skip";
  readonly on_duplicate: "error" | "skip" | "update";
  /** Of `update`: the columns of a key, joined by commas. */
  readonly key: string;
}

export const firstRules: Rules = { on_error: "stop", on_duplicate: "error", key: "" };

interface ImportRulesProps {
  /** Null: a new one, or a script. */
  readonly table: Table | null;
  readonly isScript: boolean;
  readonly rules: Rules;
  readonly onChange: (rules: Rules) => void;
}

/** Keys by which rows can be found again. */
function keysOf(table: Table): readonly string[] {
  const keys = [primaryKey(table), ...uniqueKeys(table)].filter((key) => key.length > 0);
  return [...new Set(keys.map((key) => key.join(",")))];
}

export function ImportRules({ table, isScript, rules, onChange }: ImportRulesProps) {
  const keys = table === null ? [] : keysOf(table);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Rows that cannot be stored" hint={errorHints[rules.on_error]}>
        {(control) => (
          <Select
            {...control}
            value={rules.on_error}
            onChange={({ target }) => onChange({ ...rules, on_error: target.value as Rules["on_error"] })}
          >
            <option value="stop">Stop: all or nothing</option>
            <option value="skip">Skip them and report</option>
          </Select>
        )}
      </Field>
      {isScript || keys.length === 0 ? null : (
        <Field label="Rows whose key is there already" hint={duplicateHints[rules.on_duplicate]}>
          {(control) => (
            <Select
              {...control}
              value={rules.on_duplicate === "update" ? `update ${rules.key}` : rules.on_duplicate}
              onChange={({ target }) => onChange({ ...rules, ...duplicateRule(target.value) })}
            >
              <option value="error">Count as rows that cannot be stored</option>
              <option value="skip">Leave them out and report</option>
              {keys.map((key) => (
                <option key={key} value={`update ${key}`}>
                  Update the row with the same {key.replaceAll(",", " and ")}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}

function duplicateRule(value: string): Pick<Rules, "on_duplicate" | "key"> {
  if (value.startsWith("update ")) return { on_duplicate: "update", key: value.slice("update ".length) };
  return { on_duplicate: value === "skip" ? "skip" : "error", key: "" };
}

const errorHints = {
  stop: "The first bad row ends the import, and nothing is stored.",
  skip: "You get a file of them with reasons, to correct and import again.",
} as const;

const duplicateHints = {
  error: undefined,
  skip: "Rows that are there stay as they are.",
  update: "Columns of the file replace the row's; its other columns stay.",
} as const;
