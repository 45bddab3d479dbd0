/** A short message that comes and goes at the corner of the screen. */
export interface Toast {
  readonly id: number;
  readonly tone: "good" | "danger";
  readonly title: string;
  readonly description?: string;
  /** What can be done about it: "Undo". The message then stays longer, and goes when it is done. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

const undoMs = 12_000;
const shownMs = { good: 4_000, danger: 9_000 } as const;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message; errors stay longer. @returns what it is dismissed by. */
export function toast(message: Omit<Toast, "id">): number {
  const id = nextId++;
  replace([...toasts.slice(-2), { ...message, id }]);
  setTimeout(() => dismissToast(id), message.action ? undoMs : shownMs[message.tone]);
  return id;
}

export function dismissToast(id: number): void {
  if (toasts.some((shown) => shown.id === id)) replace(toasts.filter((shown) => shown.id !== id));
}

/** The list as an external store of React's. */
export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly Toast[] => toasts,
};
