"use client";

import { RelationOptions } from "#components/record-panel/relation-options.tsx";
import { ChoiceOptions } from "./choice-options.tsx";
import { useGrid } from "./grid-context.ts";
import { type CellEditorProps, HangingEditor } from "./hanging-editor.tsx";
import { InlineEditor } from "./inline-editor.tsx";
import { LongTextEditor } from "./long-text-editor.tsx";
import { TagsEditor } from "./tags-editor.tsx";

/** The editor that fits a column's type, in the place of the cell or hanging from it. */
export function CellEditor(props: CellEditorProps) {
  const { column, value, typed, onDone, onCancel } = props;
  if (column.references) {
    return (
      <HangingEditor label={`Choose for ${column.name}`} onLeave={onCancel}>
        <RelationEditor {...props} />
      </HangingEditor>
    );
  }
  switch (column.sql_type === undefined ? column.type : "text") {
    case "enum":
      return (
        <HangingEditor label={`Choose for ${column.name}`} onLeave={onCancel}>
          <ChoiceOptions
            choices={column.enum_values ?? []}
            value={value === null ? null : String(value)}
            typed={typed}
            canBeEmpty={column.required !== true}
            onChoose={(choice) => onDone(choice, "down")}
          />
        </HangingEditor>
      );
    case "text[]":
      return <TagsEditor {...props} />;
    case "jsonb":
    case "richtext":
      return <LongTextEditor {...props} />;
    default:
      return <InlineEditor {...props} />;
  }
}

function RelationEditor({ column, value, typed, onDone }: CellEditorProps) {
  const { databaseId, tables } = useGrid();
  const target = tables.find((table) => table.table_name === column.references?.table)?.schema;
  if (target === undefined) return <p className="p-3 text-soft">The table is not there any more.</p>;
  return (
    <RelationOptions
      databaseId={databaseId}
      target={target}
      keyColumn={column.references?.column ?? "id"}
      value={value === null ? null : String(value)}
      initialSearch={typed ?? ""}
      canBeEmpty={column.required !== true}
      onChoose={(key) => onDone(key, "down")}
    />
  );
}
