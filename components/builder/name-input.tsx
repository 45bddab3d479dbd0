"use client";

import { type ReactNode, useState } from "react";
import { cn } from "#components/ui/cn.ts";

interface NameInputProps {
  readonly name: string;
  readonly label: string;
  readonly isFixed: boolean;
  readonly className?: string;
  readonly suffix?: ReactNode;
  /** One press. */
  readonly onOpen: () => void;
  readonly onRename: (to: string) => void;
}

/** A name on a card: pressed once it selects, twice or by F2 it is typed over. */
export function NameInput({ name, label, isFixed, className, suffix, onOpen, onRename }: NameInputProps) {
  const [isEditing, setEditing] = useState(false);
  const look = cn("min-w-0 flex-1 truncate font-mono", className);
  if (isFixed) return <span className={look}>{name}</span>;
  if (!isEditing) {
    return (
      <button
        type="button"
        tabIndex={-1}
        className={cn(look, "nopan h-full text-left")}
        title={`${name} (press twice to rename)`}
        onClick={onOpen}
        onDoubleClick={() => setEditing(true)}
        onKeyDown={(event) => {
          if (event.key === "F2") setEditing(true);
        }}
      >
        {name}
        {suffix}
      </button>
    );
  }
  function end(field: HTMLInputElement) {
    const to = field.value.trim();
    if (to !== "" && to !== name) onRename(to);
    setEditing(false);
  }
  return (
    <input
      aria-label={label}
      defaultValue={name}
      // biome-ignore lint/a11y/noAutofocus: it stands where the name was just pressed
      autoFocus
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      onFocus={(event) => event.target.select()}
      onBlur={(event) => end(event.target)}
      onKeyDown={(event) => {
        // Arrow keys would move the card.
        event.stopPropagation();
        if (event.key === "Escape") event.currentTarget.value = name;
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
      className={cn(look, "nodrag nopan -mx-1 h-6 rounded border border-link bg-surface px-1")}
    />
  );
}
