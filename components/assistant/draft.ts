const key = "rowhouse.description";

/** Keeps a description on its way from another page to the assistant: too long for an address, and nobody else's business. */
export function keepDraft(text: string): void {
  sessionStorage.setItem(key, text);
}

/** The kept description, once. */
export function takeDraft(): string {
  const text = sessionStorage.getItem(key) ?? "";
  sessionStorage.removeItem(key);
  return text;
}
