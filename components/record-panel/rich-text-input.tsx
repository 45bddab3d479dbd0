"use client";

import { Bold, Heading2, Italic, Link2, List, ListOrdered, type LucideIcon, Quote } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import type { FieldControl } from "#components/ui/field.tsx";
import { type Marking, mark } from "./rich-text-marks.ts";

// The sanitizer is as large as the rest of the page: it comes when somebody wants to see the text.
const RichTextPreview = dynamic(
  () => import("./rich-text-preview.tsx").then((module) => module.RichTextPreview),
  {
    loading: () => <p className="p-3 text-faint">Loading the preview…</p>,
  },
);

interface RichTextInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label?: string;
  readonly control?: FieldControl | undefined;
}

const marks: readonly { readonly marking: Marking; readonly label: string; readonly icon: LucideIcon }[] = [
  { marking: "strong", label: "Bold", icon: Bold },
  { marking: "em", label: "Italic", icon: Italic },
  { marking: "a", label: "Link", icon: Link2 },
  { marking: "h2", label: "Heading", icon: Heading2 },
  { marking: "ul", label: "List", icon: List },
  { marking: "ol", label: "Numbered list", icon: ListOrdered },
  { marking: "blockquote", label: "Quotation", icon: Quote },
];

/** A text with simple HTML, as it is stored: marks are set around the selection, and the preview shows what readers see. */
export function RichTextInput({ value, onChange, label, control }: RichTextInputProps) {
  const [isPreview, setPreview] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  function apply(marking: Marking) {
    const area = field.current;
    if (area === null) return;
    const next = mark(value, { start: area.selectionStart, end: area.selectionEnd }, marking);
    onChange(next.text);
    requestAnimationFrame(() => {
      area.focus();
      area.setSelectionRange(next.start, next.end);
    });
  }

  return (
    <div className="overflow-hidden rounded-md border border-control bg-surface focus-within:border-link">
      <div className="flex flex-wrap items-center gap-0.5 border-b bg-sunken px-1 py-0.5">
        {marks.map(({ marking, label: name, icon: Icon }) => (
          <button
            key={marking}
            type="button"
            aria-label={name}
            title={name}
            disabled={isPreview}
            onClick={() => apply(marking)}
            className="grid size-7 place-items-center rounded text-soft hover:bg-wash hover:text-ink disabled:opacity-40"
          >
            <Icon aria-hidden="true" className="size-4" />
          </button>
        ))}
        <button
          type="button"
          aria-pressed={isPreview}
          onClick={() => setPreview(!isPreview)}
          className={cn(
            "ml-auto h-7 rounded px-2 text-xs hover:bg-wash",
            isPreview ? "bg-tint text-link" : "text-soft",
          )}
        >
          Preview
        </button>
      </div>
      {isPreview ? (
        <RichTextPreview html={value} />
      ) : (
        <textarea
          {...control}
          ref={field}
          aria-label={label}
          value={value}
          rows={8}
          onChange={(event) => onChange(event.target.value)}
          className="block w-full resize-y bg-transparent p-3 text-base leading-relaxed outline-none md:text-sm"
        />
      )}
    </div>
  );
}
