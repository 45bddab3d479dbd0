import type { EarlyAct } from "./watch-early-input.ts";

/** Does again what was done before React listened, where it listens now. */
export function replayEarlyInput(): void {
  const early = window.rowhouseEarlyInput;
  if (early === undefined) return;
  for (const [target, act] of early.acts) {
    if (target.isConnected && !early.isTakenOver(target)) continue;
    early.acts.delete(target);
    if (target.isConnected) replay(act);
  }
}

function replay(act: EarlyAct): void {
  switch (act.kind) {
    case "press":
      press(act.target);
      break;
    case "fill":
      fill(act.target, act.value);
      break;
    case "check":
      // React compares with the state that was last set on the element: one step back, and the click is a change.
      act.target.checked = !act.checked;
      act.target.click();
      break;
    case "select":
      act.target.value = act.value;
      tell(act.target, "change");
      break;
    case "files":
      tell(act.target, "change");
      break;
    case "submit":
      act.target.requestSubmit(act.submitter);
  }
}

/** The whole of a press: menus open at its beginning, buttons act at its end. */
function press(target: HTMLElement): void {
  const init = { bubbles: true, cancelable: true, composed: true, view: window, button: 0 };
  const pointer = { ...init, pointerType: "mouse", isPrimary: true };
  target.dispatchEvent(new PointerEvent("pointerdown", pointer));
  target.dispatchEvent(new MouseEvent("mousedown", init));
  target.dispatchEvent(new PointerEvent("pointerup", pointer));
  target.dispatchEvent(new MouseEvent("mouseup", init));
  target.click();
}

/**
 * React takes an input event for a change only if the value differs from the one that was last set on the element itself;
 * what a person types is set past that, and so does the prototype's setter.
 */
function fill(target: HTMLInputElement | HTMLTextAreaElement, noted: string): void {
  // Unless it was reset, the field knows best: somebody may be typing on.
  const value = target.value === target.defaultValue ? noted : target.value;
  const { selectionStart, selectionEnd } = target;
  target.value = target.defaultValue;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(target), "value")?.set?.call(target, value);
  if (selectionStart !== null) target.setSelectionRange(selectionStart, selectionEnd);
  tell(target, "input");
}

function tell(target: HTMLElement, type: "input" | "change"): void {
  target.dispatchEvent(new Event(type, { bubbles: true }));
}
