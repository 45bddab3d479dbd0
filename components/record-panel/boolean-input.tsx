"use client";

import { Button } from "#components/ui/button.tsx";
import { Switch } from "#components/ui/switch.tsx";
import type { ValueInputProps } from "./value-input-props.ts";

/** Yes, no, or, where the column allows it, neither. */
export function BooleanInput({ column, value, onChange, control }: Omit<ValueInputProps, "placeholder">) {
  return (
    <div className="flex min-h-9 items-center gap-3">
      <Switch {...control} checked={value === true} onCheckedChange={onChange} />
      <span aria-hidden="true" className={value === null ? "text-faint" : undefined}>
        {value === null ? "Empty" : value === true ? "Yes" : "No"}
      </span>
      {value !== null && !column.required ? (
        <Button variant="ghost" size="sm" onClick={() => onChange(null)}>
          Clear
        </Button>
      ) : null}
    </div>
  );
}
