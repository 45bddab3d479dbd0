/** What a person did to a control that React had not taken over yet. */
export type EarlyAct =
  | { readonly kind: "press"; readonly target: HTMLElement }
  | { readonly kind: "fill"; readonly target: HTMLInputElement | HTMLTextAreaElement; readonly value: string }
  | { readonly kind: "check"; readonly target: HTMLInputElement; readonly checked: boolean }
  | { readonly kind: "select"; readonly target: HTMLSelectElement; readonly value: string }
  | { readonly kind: "files"; readonly target: HTMLInputElement }
  | { readonly kind: "submit"; readonly target: HTMLFormElement; readonly submitter: HTMLElement | null };

export interface EarlyInput {
  /** The last act of each control, in the order in which they were done. */
  readonly acts: Map<HTMLElement, EarlyAct>;
  /** Whether React answers what happens to an element. */
  readonly isTakenOver: (element: Element) => boolean;
}

declare global {
  interface Window {
    rowhouseEarlyInput?: EarlyInput;
  }
}

/**
 * Notes what is done to a page between its first paint and its hydration, where React hears nothing yet.
 *
 * It is written into the page as text and runs in front of every other script, so it may name nothing outside itself.
 */
export function watchEarlyInput(): void {
  const acts = new Map<HTMLElement, EarlyAct>();
  // React marks each node that it renders or hydrates with the properties it answers events by.
  const isTakenOver = (element: Element) =>
    Object.keys(element).some((key) => key.startsWith("__reactProps$"));

  function actOf(event: Event): EarlyAct | null {
    const { target } = event;
    if (!(target instanceof Element)) return null;
    if (event.type === "submit") {
      const submitter = event instanceof SubmitEvent ? event.submitter : null;
      return target instanceof HTMLFormElement ? { kind: "submit", target, submitter } : null;
    }
    if (event.type === "click") {
      const button = target.closest<HTMLElement>("button, [role=button]");
      // A form's own button is told by the form's "submit".
      const isSubmit =
        button instanceof HTMLButtonElement && button.type === "submit" && button.form !== null;
      return button === null || isSubmit ? null : { kind: "press", target: button };
    }
    if (target instanceof HTMLSelectElement) return { kind: "select", target, value: target.value };
    if (target instanceof HTMLTextAreaElement) return { kind: "fill", target, value: target.value };
    if (!(target instanceof HTMLInputElement)) return null;
    if (target.type === "file") return { kind: "files", target };
    if (target.type === "checkbox" || target.type === "radio")
      return { kind: "check", target, checked: target.checked };
    return { kind: "fill", target, value: target.value };
  }

  function note(event: Event): void {
    const act = actOf(event);
    if (act === null || isTakenOver(act.target)) return;
    // Else the browser itself would send the form and load another page.
    if (act.kind === "submit") event.preventDefault();
    acts.delete(act.target);
    acts.set(act.target, act);
  }

  for (const type of ["click", "input", "change", "submit"]) document.addEventListener(type, note, true);
  window.rowhouseEarlyInput = { acts, isTakenOver };
}
