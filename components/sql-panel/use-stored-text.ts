"use client";

import { useEffect, useState } from "react";
import { readText, storeText } from "./stored-text.ts";

/** The text of the editor, which the browser keeps; null until the browser was asked. */
export function useStoredText(databaseId: string) {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => setText(readText(databaseId)), [databaseId]);
  return {
    text,
    store(changed: string) {
      storeText(databaseId, changed);
      setText(changed);
    },
  };
}
