import type { editor } from "monaco-editor";

/** What a dragged name is held as, besides as plain text: only names of the tree are dropped so. */
export const nameType = "application/x-rowhouse-name";

/**
 * Lets names be dropped into the text. Monaco's own way takes what is dropped for a snippet, whose end it then writes out
 * (`name$0`).
 *
 * @returns takes it back.
 */
export function acceptNames(
  instance: editor.IStandaloneCodeEditor,
  insertAt: (text: string, position: { lineNumber: number; column: number }) => void,
): () => void {
  const node = instance.getContainerDomNode();
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes(nameType)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    const position = positionAt(instance, event);
    if (position !== null) instance.setPosition(position);
    instance.focus();
  };
  const drop = (event: DragEvent) => {
    const text = event.dataTransfer?.getData(nameType) ?? "";
    if (text === "") return;
    event.preventDefault();
    event.stopPropagation();
    const position = positionAt(instance, event) ?? instance.getPosition();
    if (position !== null) insertAt(text, position);
  };
  node.addEventListener("dragover", over, { capture: true });
  node.addEventListener("drop", drop, { capture: true });
  return () => {
    node.removeEventListener("dragover", over, { capture: true });
    node.removeEventListener("drop", drop, { capture: true });
  };
}

function positionAt(instance: editor.IStandaloneCodeEditor, { clientX, clientY }: DragEvent) {
  return instance.getTargetAtClientPoint(clientX, clientY)?.position ?? null;
}
