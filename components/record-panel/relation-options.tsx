"use client";

import { Check } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { useRecords } from "#components/api/queries.ts";
import type { Row } from "#components/api/types.ts";
import { labelColumns, rowLabel } from "#components/grid/row-label.ts";
import { cn } from "#components/ui/cn.ts";
import type { Table } from "#lib/catalog/types.ts";

interface RelationOptionsProps {
  readonly databaseId: string;
  readonly target: Table;
  readonly keyColumn: string;
  readonly value: string | null;
  readonly initialSearch?: string;
  readonly canBeEmpty: boolean;
  readonly onChoose: (value: string | null) => void;
}

interface Option {
  readonly value: string | null;
  readonly label: string;
  readonly isPlaceholder?: boolean;
}

const optionsMax = 30;

/** A search field over the target's rows with its list; arrows move, Enter chooses. */
export function RelationOptions(props: RelationOptionsProps) {
  const { databaseId, target, keyColumn, canBeEmpty, onChoose } = props;
  const id = useId();
  const [search, setSearch] = useState(props.initialSearch ?? "");
  const [active, setActive] = useState(0);
  const wanted = useDeferredValue(search.trim());
  const labels = labelColumns(target);
  const found = useRecords(databaseId, {
    tableName: target.name,
    select: [...new Set([keyColumn, ...labels])],
    limit: optionsMax,
    ...(labels[0] ? { sort: [{ column: labels[0], dir: "asc" }] } : {}),
    ...(wanted ? { search: wanted } : {}),
  });
  const options: readonly Option[] = [
    ...(canBeEmpty && wanted === "" ? [{ value: null, label: "Empty", isPlaceholder: true }] : []),
    ...(found.data?.records ?? []).map((row) => toOption(row, keyColumn, target)),
  ];

  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setActive((before) => Math.min(Math.max(before + step, 0), options.length - 1));
    const chosen = options[active];
    if (event.key === "Enter" && chosen) onChoose(chosen.value);
    if (step !== 0 || event.key === "Enter") event.preventDefault();
  }

  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={options.length > 0 ? `${id}-${active}` : undefined}
        aria-label={`Search ${target.name}`}
        placeholder={`Search ${target.name}`}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-10 w-full border-b bg-transparent px-3 text-base outline-none placeholder:text-faint md:text-sm"
      />
      <div id={`${id}-list`} role="listbox" aria-label={target.name} className="max-h-60 overflow-y-auto p-1">
        {options.map((option, index) => (
          <div
            key={option.value ?? ""}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option.value === props.value}
            onPointerMove={() => setActive(index)}
            onClick={() => onChoose(option.value)}
            onKeyDown={onKeyDown}
            ref={(element) => {
              if (index === active) element?.scrollIntoView({ block: "nearest" });
            }}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2",
              index === active && "bg-wash",
              option.isPlaceholder && "text-faint",
            )}
          >
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.value === props.value ? <Check aria-hidden="true" className="size-4 text-link" /> : null}
          </div>
        ))}
      </div>
      {found.data && options.length === 0 ? (
        <p className="px-3 pb-3 text-soft">
          {wanted
            ? `No row of ${target.name} matches.`
            : `${target.name} has no rows yet. Add one there first.`}
        </p>
      ) : null}
    </>
  );
}

function toOption(row: Row, keyColumn: string, target: Table): Option {
  const value = String(row[keyColumn]);
  return { value, label: rowLabel(target, row) ?? value };
}
