"use client";

import { useEffect, useState } from "react";

/** What was typed here before, within this tab; null until the browser was asked. */
export function useStoredText(databaseId: string) {
  const key = `rowhouse.sql.${databaseId}`;
  const [text, setText] = useState<string | null>(null);
  useEffect(() => setText(sessionStorage.getItem(key) ?? ""), [key]);
  return {
    text,
    store(changed: string) {
      sessionStorage.setItem(key, changed);
      setText(changed);
    },
  };
}
