import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from "@dnd-kit/core";

/** `type:text` is "text", `row:posts.title` "posts.title". */
function named(id: UniqueIdentifier): string {
  return String(id).replace(/^(type|column|row|card):/, "");
}

const announcements: Announcements = {
  onDragStart: ({ active }) => `Picked up ${named(active.id)}.`,
  onDragOver: ({ active, over }) =>
    over ? `${named(active.id)} is over ${named(over.id)}.` : `${named(active.id)} is over nothing.`,
  onDragEnd: ({ active, over }) =>
    over ? `${named(active.id)} was put down at ${named(over.id)}.` : `${named(active.id)} was put back.`,
  onDragCancel: ({ active }) => `${named(active.id)} was put back.`,
};

const screenReaderInstructions: ScreenReaderInstructions = {
  draggable:
    "Space or Enter picks it up. Arrow keys move it, Space or Enter puts it down, Escape puts it back.",
};

/** What screen readers say of things that are dragged. */
export const dragWords = { announcements, screenReaderInstructions };
