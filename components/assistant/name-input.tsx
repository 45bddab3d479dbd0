"use client";

import { type KeyboardEvent, useState } from "react";
import { cn } from "#components/ui/cn.ts";

interface NameInputProps {
  readonly label: string;
  readonly value: string;
  /** False: it was refused, and the old name comes back. */
  readonly onCommit: (name: string) => boolean;
  readonly className?: string;
}

/** A name that is changed where it stands: Enter and leaving keep it, Escape brings the old one back. */
export function NameInput({ label, value, onCommit, className }: NameInputProps) {
  const [typed, setTyped] = useState<string | null>(null);

  function commit() {
    const name = typed?.trim() ?? value;
    if (name !== value && name !== "") onCommit(name);
    setTyped(null);
  }
  function byKey(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") commit();
    if (event.key === "Escape" && typed !== null) {
      event.stopPropagation();
      setTyped(null);
    }
  }

  return (
    <input
      aria-label={label}
      title={value}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={byKey}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      className={cn(
        "min-w-0 flex-1 truncate rounded border border-transparent bg-transparent px-1.5 py-0.5 font-mono hover:border-control focus:border-control focus-visible:outline-offset-0",
        className,
      )}
    />
  );
}
