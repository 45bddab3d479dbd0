"use client";

import { Check } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { cn } from "#components/ui/cn.ts";

interface ChoiceOptionsProps {
  readonly choices: readonly string[];
  readonly value: string | null;
  readonly typed: string | null;
  readonly canBeEmpty: boolean;
  readonly onChoose: (value: string | null) => void;
}

/** A list of choices that typing narrows; arrows move, Enter chooses. */
export function ChoiceOptions({ choices, value, typed, canBeEmpty, onChoose }: ChoiceOptionsProps) {
  const id = useId();
  const [search, setSearch] = useState(typed ?? "");
  const found = choices.filter((choice) => choice.toLowerCase().includes(search.trim().toLowerCase()));
  const options: readonly (string | null)[] = [...(canBeEmpty && search === "" ? [null] : []), ...found];
  const [active, setActive] = useState(Math.max(0, options.indexOf(value)));

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setActive((before) => Math.min(Math.max(before + step, 0), options.length - 1));
    const chosen = options[active];
    if ((event.key === "Enter" || event.key === "Tab") && chosen !== undefined) onChoose(chosen);
    if (step !== 0 || event.key === "Enter" || event.key === "Tab") event.preventDefault();
  }

  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={options.length > 0 ? `${id}-${active}` : undefined}
        aria-label="Find a choice"
        placeholder="Find a choice"
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-10 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-faint md:text-sm"
      />
      <div id={`${id}-list`} role="listbox" aria-label="Choices" className="max-h-60 overflow-y-auto p-1">
        {options.map((option, index) => (
          <div
            key={option ?? "\u0000"}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option === value}
            onPointerMove={() => setActive(index)}
            onClick={() => onChoose(option)}
            onKeyDown={onKeyDown}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2",
              index === active && "bg-wash",
              option === null && "text-faint",
            )}
          >
            <span className="min-w-0 flex-1 truncate">{option ?? "Empty"}</span>
            {option === value ? <Check aria-hidden="true" className="size-4 text-link" /> : null}
          </div>
        ))}
      </div>
      {options.length === 0 ? <p className="px-3 pb-3 text-soft">No choice matches.</p> : null}
    </>
  );
}
