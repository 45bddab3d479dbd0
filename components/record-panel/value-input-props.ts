import type { FieldControl } from "#components/ui/field.tsx";
import type { Column } from "#lib/catalog/types.ts";
import type { DraftValue } from "./draft.ts";

export interface ValueInputProps {
  readonly column: Column;
  readonly value: DraftValue;
  readonly onChange: (value: DraftValue) => void;
  readonly control?: FieldControl | undefined;
  readonly placeholder?: string;
}
