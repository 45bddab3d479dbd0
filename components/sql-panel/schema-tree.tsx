"use client";

import { ChevronRight, Eye, FunctionSquare, Table2, Zap } from "lucide-react";
import { type DragEvent, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import { nameType } from "./drop-names.ts";
import {
  type KnownFunction,
  type KnownNames,
  type KnownRelation,
  type KnownTrigger,
  quoteName,
} from "./language/names.ts";

interface SchemaTreeProps {
  readonly names: KnownNames;
  /** Takes a name, ready to be typed. */
  readonly onInsert: (text: string) => void;
}

/** Tables, views and functions: a click types a name at the cursor, and names can be dragged into the text. */
export function SchemaTree({ names, onInsert }: SchemaTreeProps) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const holds = (text: string) => text.toLowerCase().includes(wanted);
  const relations = names.relations.filter(
    ({ name, columns }) => holds(name) || columns.some((column) => holds(column.name)),
  );
  const functions = names.functions.filter(({ isOwn, name }) => isOwn && holds(name));
  const triggers = (names.triggers ?? []).filter(({ name }) => holds(name));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="p-2">
        <Input
          type="search"
          aria-label="Search tables and columns"
          placeholder="Search tables and columns"
          className="h-8"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <ul
        aria-label="Tables and functions"
        className="min-h-0 flex-1 overflow-y-auto px-1 pb-3 text-[0.8125rem]"
      >
        {relations.map((relation) => (
          <Relation key={relation.name} relation={relation} isFound={wanted !== ""} onInsert={onInsert} />
        ))}
        {functions.map((one) => (
          <OwnFunction key={one.name} known={one} onInsert={onInsert} />
        ))}
        {triggers.map((one) => (
          <OwnTrigger key={`${one.table} ${one.name}`} known={one} onInsert={onInsert} />
        ))}
        {relations.length + functions.length + triggers.length === 0 ? (
          <li className="px-3 py-2 text-faint">Nothing has such a name.</li>
        ) : null}
      </ul>
    </div>
  );
}

interface RelationProps {
  readonly relation: KnownRelation;
  /** Searched for: its columns are shown. */
  readonly isFound: boolean;
  readonly onInsert: (text: string) => void;
}

function Relation({ relation, isFound, onInsert }: RelationProps) {
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen || isFound;
  const Icon = relation.kind === "table" ? Table2 : Eye;
  return (
    <li>
      <div className="flex items-center">
        <button
          type="button"
          aria-expanded={isShown}
          aria-label={`Columns of ${relation.name}`}
          className="grid size-7 shrink-0 place-items-center rounded-md text-faint hover:bg-wash"
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight
            aria-hidden="true"
            className={cn("size-3.5 transition-transform", isShown && "rotate-90")}
          />
        </button>
        <Name text={quoteName(relation.name)} title={relation.description} onInsert={onInsert}>
          <Icon aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
          <span className="truncate font-medium">{relation.name}</span>
        </Name>
      </div>
      {isShown ? (
        <ul aria-label={`Columns of ${relation.name}`} className="mb-1 ml-7 border-l pl-1">
          {relation.columns.map((column) => (
            <li key={column.name}>
              <Name text={quoteName(column.name)} title={column.description} onInsert={onInsert}>
                <span className="truncate">{column.name}</span>
                <span className="ml-auto truncate pl-2 font-mono text-2xs text-faint">{column.type}</span>
              </Name>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function OwnFunction({
  known,
  onInsert,
}: {
  readonly known: KnownFunction;
  readonly onInsert: (text: string) => void;
}) {
  return (
    <li className="pl-7">
      <Name
        text={`${quoteName(known.name)}()`}
        title={`${known.name}(${known.arguments}) → ${known.returns}`}
        onInsert={onInsert}
      >
        <FunctionSquare aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
        <span className="truncate">{known.name}</span>
        <span className="ml-auto truncate pl-2 font-mono text-2xs text-faint">function</span>
      </Name>
    </li>
  );
}

function OwnTrigger({
  known,
  onInsert,
}: {
  readonly known: KnownTrigger;
  readonly onInsert: (text: string) => void;
}) {
  return (
    <li className="pl-7">
      <Name
        text={quoteName(known.name)}
        title={`${known.name} on ${known.table} → ${known.function}()`}
        onInsert={onInsert}
      >
        <Zap aria-hidden="true" className="size-3.5 shrink-0 text-faint" />
        <span className="truncate">{known.name}</span>
        <span className="ml-auto truncate pl-2 font-mono text-2xs text-faint">trigger</span>
      </Name>
    </li>
  );
}

interface NameProps {
  readonly text: string;
  readonly title: string | undefined;
  readonly onInsert: (text: string) => void;
  readonly children: React.ReactNode;
}

function Name({ text, title, onInsert, children }: NameProps) {
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData("text/plain", text);
    event.dataTransfer.setData(nameType, text);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      draggable
      title={title}
      className="flex h-7 w-full min-w-0 items-center gap-1.5 rounded-md px-1.5 text-left hover:bg-wash"
      onDragStart={drag}
      onClick={() => onInsert(text)}
    >
      {children}
    </button>
  );
}
