"use client";

import { Input, Select, Textarea } from "#components/ui/input.tsx";
import type { Column } from "#lib/catalog/types.ts";
import { BooleanInput } from "./boolean-input.tsx";
import { fromLocalInput, toLocalInput } from "./moment-text.ts";
import { RichTextInput } from "./rich-text-input.tsx";
import { TagsInput } from "./tags-input.tsx";
import type { ValueInputProps } from "./value-input-props.ts";

/** The input that fits a column's type. Relations have a picker of their own. */
export function ValueInput({ column, value, onChange, control, placeholder }: ValueInputProps) {
  const text = typeof value === "string" ? value : "";
  const onText = (next: string) => onChange(next === "" ? null : next);
  const shared = { ...control, placeholder };
  switch (column.type === "timestamptz" && column.sql_type !== undefined ? "text" : column.type) {
    case "boolean":
      return <BooleanInput column={column} value={value} onChange={onChange} control={control} />;
    case "text[]":
      return <TagsInput value={Array.isArray(value) ? value : []} onChange={onChange} control={control} />;
    case "enum":
      return (
        <Select {...control} value={text} onChange={(event) => onText(event.target.value)}>
          <option value="">{column.required ? "Choose…" : "Empty"}</option>
          {column.enum_values?.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      );
    case "richtext":
      return <RichTextInput control={control} value={text} onChange={onText} />;
    case "jsonb":
      return (
        <Textarea
          {...shared}
          value={text}
          rows={5}
          spellCheck={false}
          className="font-mono md:text-xs"
          onChange={(event) => onText(event.target.value)}
        />
      );
    case "timestamptz":
      return (
        <Input
          {...control}
          type="datetime-local"
          step={1}
          // Kept as a moment, shown in the reader's time zone.
          value={toLocalInput(text)}
          onChange={(event) => onText(fromLocalInput(event.target.value))}
        />
      );
    default:
      return (
        <Input
          {...shared}
          {...inputKinds[column.type]}
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      );
  }
}

// Numbers are text inputs with a numeric keyboard: a number input drops what it does not understand instead of showing it.
const inputKinds: {
  readonly [type in Column["type"]]?: { type?: string; inputMode?: "numeric" | "decimal"; step?: number };
} = {
  integer: { inputMode: "numeric" },
  bigint: { inputMode: "numeric" },
  number: { inputMode: "decimal" },
  numeric: { inputMode: "decimal" },
  date: { type: "date" },
  time: { type: "time", step: 1 },
  email: { type: "email" },
  url: { type: "url" },
  file: { type: "url" },
  phone: { type: "tel" },
};
