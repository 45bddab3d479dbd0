"use client";

import { useRef } from "react";

/** Where the focus goes when a dialog opens, its first field, and when it closes, what opened it. */
export function useDialogFocus() {
  const opener = useRef<HTMLElement | null>(null);

  function onOpenAutoFocus(event: Event) {
    opener.current = openerOf(document.activeElement);
    // The close button comes first in the document, yet nobody opens a form to close it.
    const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
    const field = content?.querySelector<HTMLElement>(fields);
    if (!field) return;
    event.preventDefault();
    field.focus();
  }

  function onCloseAutoFocus(event: Event) {
    event.preventDefault();
    opener.current?.focus();
  }

  return { onOpenAutoFocus, onCloseAutoFocus };
}

const fields = "input:not([type=hidden]), textarea, select, [role=switch], [data-picker], [data-keep]";

/** An item of a menu is gone when the dialog closes: then it is the button that opened the menu. */
function openerOf(active: Element | null): HTMLElement | null {
  const buttonId = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const opener = buttonId ? document.getElementById(buttonId) : active;
  return opener instanceof HTMLElement ? opener : null;
}
