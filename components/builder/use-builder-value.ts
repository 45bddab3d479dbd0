"use client";

import { useCallback, useMemo, useState } from "react";
import type { CanvasPlace, Positions, SchemaCanvasProps } from "#components/canvas/canvas-types.ts";
import { boxAround, cardHeight, cardWidth } from "#components/canvas/card-size.ts";
import { toast } from "#components/ui/toast.ts";
import type { Change, Position } from "#lib/catalog/types.ts";
import type { BuilderContextValue, BuilderDialog } from "./builder-context.ts";
import { pinned } from "./draft-state.ts";
import type { Draft } from "./use-draft.ts";
import type { BuilderPicture } from "./use-picture.ts";

interface BuilderInput {
  readonly draft: Draft;
  readonly canWrite: boolean;
  readonly picture: BuilderPicture;
  readonly open: (dialog: BuilderDialog) => void;
  readonly onShow: () => void;
}

/** What all parts of the builder share: the draft, what is selected, and how each of them makes changes. */
export function useBuilderValue({ draft, canWrite, picture, open, onShow }: BuilderInput) {
  const [selected, select] = useState<CanvasPlace | null>(null);
  const [focus, setFocus] = useState<NonNullable<SchemaCanvasProps["focus"]> | null>(null);
  const [spoken, say] = useState("");
  const { tables, edit, state } = draft;

  const make = useCallback(
    (changes: readonly Change[]) => {
      const issues = edit(changes);
      const [issue] = issues;
      if (issue) toast({ tone: "danger", title: issue.message });
      return issues;
    },
    [edit],
  );
  const tableNamed = useCallback((name: string) => tables.find((table) => table.name === name), [tables]);
  const show = useCallback(
    (place: CanvasPlace) => {
      select(place);
      setFocus({ table: place.table });
      onShow();
    },
    [onShow],
  );
  const placeBeside = useCallback((name: string | null) => freePlace(picture, name), [picture]);
  const value = useMemo(
    (): BuilderContextValue => ({
      draft,
      canWrite,
      selected,
      select,
      show,
      make,
      open,
      tableNamed,
      placeBeside,
      say,
    }),
    [draft, canWrite, selected, show, make, open, tableNamed, placeBeside],
  );
  const editing = useMemo(
    () => ({
      onMove: (moved: Positions) => {
        const others = tables.filter(({ name }) => !Object.hasOwn(moved, name));
        const moves = Object.entries(moved).map(
          ([table, position]): Change => ({ kind: "move_table", table, position }),
        );
        make([...pinned(state, picture.positions, others), ...moves]);
      },
      onConnect: (from: CanvasPlace, to: string) => open({ kind: "relation", from, to }),
    }),
    [make, open, state, picture, tables],
  );
  return { value, selected, focus, spoken, editing, showAll: () => setFocus({ all: true }) };
}

const gap = 88;

/** To the right of a table where nothing stands, else below everything. */
function freePlace({ tables, positions }: BuilderPicture, name: string | null): Position {
  const boxes = tables.flatMap((table) => {
    const at = positions[table.name];
    return at ? [{ name: table.name, ...at, width: cardWidth, height: cardHeight(table) }] : [];
  });
  const around = boxAround(boxes);
  const beside = boxes.find((box) => box.name === name);
  if (beside) {
    const place = { x: beside.x + cardWidth + gap, y: beside.y };
    const isFree = !boxes.some(
      ({ x, y, height }) =>
        Math.abs(x - place.x) < cardWidth + 20 &&
        y < place.y + beside.height + 20 &&
        place.y < y + height + 20,
    );
    if (isFree) return place;
  }
  return around === null ? { x: 0, y: 0 } : { x: around.x, y: around.y + around.height + gap };
}
