"use client";

import { useRef, useState } from "react";
import { TagsInput } from "#components/record-panel/tags-input.tsx";
import { type CellEditorProps, HangingEditor } from "./hanging-editor.tsx";

/** A list of texts below its cell: Enter adds one, Enter in the empty field stores the list. */
export function TagsEditor({ value, typed, onDone, onCancel }: CellEditorProps) {
  const [tags, setTags] = useState<readonly string[]>(Array.isArray(value) ? value.map(String) : []);
  const box = useRef<HTMLDivElement>(null);
  const result = tags.length > 0 ? [...tags] : null;
  return (
    <HangingEditor
      label="Edit the list"
      className="w-80 p-2"
      onLeave={(how) => (how === "escape" ? onCancel() : onDone(result, "stay"))}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the field in it */}
      <div
        ref={box}
        onKeyDown={(event) => {
          const field = box.current?.querySelector("input");
          if (event.key === "Tab") {
            event.preventDefault();
            onDone(withTyped(tags, field?.value), event.shiftKey ? "left" : "right");
          }
          if (event.key === "Enter" && field?.value === "") {
            event.preventDefault();
            onDone(result, "down");
          }
        }}
      >
        <TagsInput value={tags} initialText={typed ?? ""} onChange={(next) => setTags(next ?? [])} />
      </div>
      <p className="px-1 pt-1.5 text-faint text-xs">Enter adds, Enter again stores the list.</p>
    </HangingEditor>
  );
}

function withTyped(tags: readonly string[], typed: string | undefined): string[] | null {
  const last = typed?.trim() ?? "";
  const all = last === "" ? [...tags] : [...tags, last];
  return all.length > 0 ? all : null;
}
