"use client";

import { useSyncExternalStore } from "react";
import { readTheme, type Theme, themeCookie } from "./theme-cookie.ts";

const yearSeconds = 365 * 24 * 60 * 60;
const changed = "rowhouse:theme";

/** Shows the console in other colours, in this browser from now on. */
export function setTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new Event(changed));
}

/** What was chosen. */
export function useTheme(): Theme {
  return useSyncExternalStore(watch, chosen, () => "system");
}

/** Whether dark is shown, for what cannot read CSS variables. */
export function useIsDark(): boolean {
  return useSyncExternalStore(watch, isDark, () => false);
}

const darkQuery = "(prefers-color-scheme: dark)";

function chosen(): Theme {
  return readTheme(document.documentElement.dataset.theme);
}

function isDark(): boolean {
  const theme = chosen();
  return theme === "system" ? window.matchMedia(darkQuery).matches : theme === "dark";
}

function watch(listener: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener("change", listener);
  window.addEventListener(changed, listener);
  return () => {
    query.removeEventListener("change", listener);
    window.removeEventListener(changed, listener);
  };
}
