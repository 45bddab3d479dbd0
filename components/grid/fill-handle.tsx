import type { Range } from "./cell-range.ts";
import { useGrid } from "./grid-context.ts";
import { gutterWidth } from "./grid-row.tsx";

interface FillHandleProps {
  readonly range: Range;
  readonly isSingle: boolean;
  readonly rowHeight: number;
}

/** The corner of a range, to be dragged down; its keys are Ctrl+D. */
export function FillHandle({ range, rowHeight }: FillHandleProps) {
  const { layout } = useGrid();
  const placed = [...layout.frozen, ...layout.others][range.right];
  if (placed === undefined) return null;
  const isFrozen = range.right < layout.frozen.length;
  const right = gutterWidth + (isFrozen ? 0 : layout.frozenWidth) + placed.start + placed.width;
  return (
    <div
      aria-hidden="true"
      data-fill=""
      title="Drag to fill (Ctrl+D)"
      style={{ left: right - 6, top: (range.bottom + 1) * rowHeight - 6 }}
      className="absolute z-3 size-2.5 cursor-crosshair border border-surface bg-link max-md:hidden"
    />
  );
}
