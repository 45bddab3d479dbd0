"use client";

import { ArrowUp, Square } from "lucide-react";
import type { FormEvent, KeyboardEvent, RefObject } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";

interface PromptBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly isThinking: boolean;
  /** False: nothing can be sent yet. */
  readonly isReady?: boolean;
  readonly submitLabel: string;
  readonly rows: number;
  readonly field?: RefObject<HTMLTextAreaElement | null>;
  readonly autoFocus?: boolean;
}

const charactersMax = 10_000;

/** The large text field: words in, Ctrl or ⌘ with Enter sends. */
export function PromptBox(props: PromptBoxProps) {
  const { label, placeholder, value, onChange, onSubmit, onCancel, isThinking, submitLabel, rows } = props;
  const canSubmit = value.trim() !== "" && !isThinking && props.isReady !== false;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (canSubmit) onSubmit();
  }
  function submitByKey(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(event);
  }

  return (
    <form
      onSubmit={submit}
      className="rounded-xl border border-control bg-raised shadow-card focus-within:border-link focus-within:outline-2 focus-within:outline-link focus-within:outline-offset-0"
    >
      <textarea
        ref={props.field}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        rows={rows}
        maxLength={charactersMax}
        // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and this field is it
        autoFocus={props.autoFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={submitByKey}
        className={cn(
          "field-sizing-content block max-h-[50dvh] w-full resize-none bg-transparent px-4 pt-4 text-base leading-relaxed outline-none placeholder:text-faint",
          rows > 2 && "min-h-36",
        )}
      />
      <div className="flex items-center justify-between gap-3 p-3 pl-4">
        <p className="text-faint text-xs">
          {value.length > charactersMax * 0.8 ? (
            `${(charactersMax - value.length).toLocaleString("en")} characters left`
          ) : (
            <span className="hidden sm:inline">Ctrl or ⌘ with Enter sends</span>
          )}
        </p>
        {isThinking ? (
          <Button onClick={onCancel}>
            <Square aria-hidden="true" />
            Stop
          </Button>
        ) : (
          <Button type="submit" variant="primary" disabled={!canSubmit}>
            <ArrowUp aria-hidden="true" />
            {submitLabel}
          </Button>
        )}
      </div>
    </form>
  );
}
