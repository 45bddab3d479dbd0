const prefix = "rowhouse.sql.text.";

/** What was typed here last: in this tab, or else in any. */
export function readText(databaseId: string): string {
  const key = prefix + databaseId;
  try {
    return sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? "";
  } catch {
    // Switched off: the editor begins empty.
    return "";
  }
}

/** Each tab has its text; the one that was typed last is what a new tab begins with. */
export function storeText(databaseId: string, text: string): void {
  const key = prefix + databaseId;
  for (const storage of storages()) {
    try {
      storage.setItem(key, text);
    } catch {
      // A pasted dump is more than a browser keeps: better nothing than an older text.
      storage.removeItem(key);
    }
  }
}

/** When somebody signs out, the next one at this browser does not see what they wrote. */
export function forgetTexts(): void {
  for (const storage of storages())
    for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
}

function storages(): readonly Storage[] {
  try {
    return [window.sessionStorage, window.localStorage];
  } catch {
    // Switched off: the page alone holds the text.
    return [];
  }
}
