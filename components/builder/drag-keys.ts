import type { KeyboardCoordinateGetter } from "@dnd-kit/core";

const directions: { readonly [code: string]: readonly [number, number] } = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** An arrow key takes what is dragged to the next place in its direction: the nearest one, sideways counting more. */
export const nearestDroppable: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const direction = directions[event.code];
  const { collisionRect, droppableRects, droppableContainers } = context;
  if (direction === undefined || collisionRect === null) return undefined;
  event.preventDefault();
  const from = {
    x: collisionRect.left + collisionRect.width / 2,
    y: collisionRect.top + collisionRect.height / 2,
  };
  const visible = isOnCanvas();
  let best: { distance: number; x: number; y: number } | null = null;
  for (const { id, disabled } of droppableContainers.getEnabled()) {
    const rect = droppableRects.get(id);
    if (disabled || rect === undefined || !String(id).startsWith("row:") || !visible(rect)) continue;
    const away = { x: rect.left + rect.width / 2 - from.x, y: rect.top + rect.height / 2 - from.y };
    const along = away.x * direction[0] + away.y * direction[1];
    const across = Math.abs(away.x * direction[1]) + Math.abs(away.y * direction[0]);
    if (along < 4) continue;
    const distance = along + across * 3;
    if (best === null || distance < best.distance) best = { distance, ...away };
  }
  return best === null ? undefined : { x: currentCoordinates.x + best.x, y: currentCoordinates.y + best.y };
};

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Cards go on behind the panels beside the canvas: only what is seen can be dropped on. */
export function isOnCanvas(): (rect: Rect) => boolean {
  const area = document.querySelector(".schema-canvas")?.getBoundingClientRect();
  return ({ left, top, width, height }) => {
    const [x, y] = [left + width / 2, top + height / 2];
    return area !== undefined && x > area.left && x < area.right && y > area.top && y < area.bottom;
  };
}
