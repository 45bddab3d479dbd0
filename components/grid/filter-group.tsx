"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { TableInfo } from "#components/api/types.ts";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/input.tsx";
import {
  filterDepthMax,
  type GridFilter,
  type GridFilterGroup,
  isFilterGroup,
} from "#lib/catalog/grid-view.ts";
import type { Column } from "#lib/catalog/types.ts";
import { FilterForm } from "./filter-form.tsx";
import { placed } from "./filter-items.ts";
import { FilterWords } from "./filter-words.tsx";

interface FilterGroupEditorProps {
  readonly databaseId: string;
  readonly columns: readonly Column[];
  readonly tables: readonly TableInfo[];
  readonly filter: GridFilterGroup;
  readonly onChange: (filter: GridFilterGroup) => void;
  readonly depth?: number;
  readonly onRemove?: () => void;
}

/** Conditions of which all or any must hold, with groups in groups. */
export function FilterGroupEditor(props: FilterGroupEditorProps) {
  const { filter, columns, onChange, depth = 0, onRemove } = props;
  const [isAdding, setAdding] = useState(false);
  const setItems = (items: GridFilterGroup["items"]) => onChange({ ...filter, items });
  const replace = (index: number, item: GridFilter | GridFilterGroup) =>
    setItems(filter.items.map((other, place) => (place === index ? item : other)));
  const remove = (index: number) => setItems(filter.items.filter((_, place) => place !== index));
  return (
    <div className={depth === 0 ? "grid gap-2" : "grid gap-2 rounded-md border bg-sunken p-3"}>
      <div className="flex items-center gap-2 text-[0.8125rem]">
        <span className="text-soft">Rows where</span>
        <span className="w-24">
          <Select
            aria-label="How the conditions are joined"
            value={filter.join}
            onChange={(event) => onChange({ ...filter, join: event.target.value === "or" ? "or" : "and" })}
          >
            <option value="and">all</option>
            <option value="or">any</option>
          </Select>
        </span>
        <span className="text-soft">of these hold</span>
        {onRemove ? (
          <Button
            variant="ghost"
            size="icon"
            aria-label="Remove the group"
            className="ml-auto"
            onClick={onRemove}
          >
            <X />
          </Button>
        ) : null}
      </div>
      {placed(filter.items).map(({ item, index, key }) =>
        isFilterGroup(item) ? (
          <FilterGroupEditor
            key={key}
            {...props}
            filter={item}
            depth={depth + 1}
            onChange={(changed) => replace(index, changed)}
            onRemove={() => remove(index)}
          />
        ) : (
          <div key={key} className="flex items-center gap-2 rounded-md bg-tint pl-2.5 text-[0.8125rem]">
            <span className="min-w-0 flex-1 truncate">
              <FilterWords filter={item} column={columns.find(({ name }) => name === item.column)} />
            </span>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove the filter on ${item.column}`}
              onClick={() => remove(index)}
            >
              <X />
            </Button>
          </div>
        ),
      )}
      {isAdding ? (
        <div className="rounded-md border p-3">
          <FilterForm
            {...props}
            initial={null}
            onApply={(item) => {
              setItems([...filter.items, item]);
              setAdding(false);
            }}
          />
        </div>
      ) : (
        <div className="flex gap-2">
          <Button size="sm" variant="ghost" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" />
            Condition
          </Button>
          {depth < filterDepthMax - 1 ? (
            <Button
              size="sm"
              variant="ghost"
              onClick={() =>
                setItems([...filter.items, { join: filter.join === "and" ? "or" : "and", items: [] }])
              }
            >
              <Plus aria-hidden="true" />
              Group
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}
