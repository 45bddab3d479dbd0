"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { FieldControl } from "#components/ui/field.tsx";

interface TagsInputProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[] | null) => void;
  readonly control?: FieldControl | undefined;
  readonly initialText?: string;
}

/** A list of short texts: Enter or a comma adds one, Backspace in the empty field takes the last one back. */
export function TagsInput({ value, onChange, control, initialText = "" }: TagsInputProps) {
  const [text, setText] = useState(initialText);
  const replace = (tags: readonly string[]) => onChange(tags.length > 0 ? tags : null);

  function add() {
    const tag = text.trim();
    if (tag !== "") replace([...value, tag]);
    setText("");
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Backspace" && text === "") replace(value.slice(0, -1));
    if (event.key !== "Enter" && event.key !== ",") return;
    // An empty field lets Enter through, so that it can send the form.
    if (event.key === "," || text.trim() !== "") event.preventDefault();
    add();
  }

  // The same tag may be there twice: only places tell them apart.
  const tags = value.map((tag, place) => ({ tag, place }));
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-1 rounded-md border border-control bg-surface px-1.5 py-1 focus-within:outline-2 focus-within:outline-link">
      {tags.map(({ tag, place }) => (
        <span key={place} className="inline-flex items-center rounded bg-wash pl-2 text-[0.8125rem]">
          {tag}
          <button
            type="button"
            aria-label={`Remove ${tag}`}
            onClick={() => replace(value.filter((_, other) => other !== place))}
            className="grid size-6 place-items-center rounded text-faint hover:text-ink"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        {...control}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        placeholder={value.length === 0 ? "Type one, then Enter" : ""}
        className="h-7 min-w-24 flex-1 bg-transparent px-1.5 text-base outline-none placeholder:text-faint md:text-sm"
      />
    </div>
  );
}
