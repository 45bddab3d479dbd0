"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { navigationOf } from "#components/shell/navigation.ts";
import { useProjectOrNull } from "#components/shell/project-context.tsx";
import {
  ariaKeys,
  keyWords,
  type ShortcutId,
  shortcuts,
  shortcutTo,
} from "#components/shortcuts/shortcuts.ts";
import { useIsMac, useShortcuts } from "#components/shortcuts/use-shortcuts.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { noteRecent, recentOf } from "./recents.ts";

const loadPalette = () => import("./command-palette.tsx");
const CommandPalette = dynamic(loadPalette, { ssr: false });
const ShortcutSheet = dynamic(() =>
  import("#components/shortcuts/shortcut-sheet.tsx").then((module) => module.ShortcutSheet),
);

/** The palette and its button, the shortcut sheet, and the keys that lead everywhere. In the bar of every console page. */
export function CommandCenter() {
  const [opened, setOpened] = useState<"palette" | "sheet" | null>(null);
  const [query, setQuery] = useState("");
  const router = useRouter();
  const isMac = useIsMac();
  useRecentPage();
  useEffect(() => {
    // Fetched while nothing else is going on, so that it is there at once when asked for.
    const timer = setTimeout(() => void loadPalette(), 1_500);
    return () => clearTimeout(timer);
  }, []);
  useTypedAhead(opened === "palette", setQuery);
  function openPalette() {
    setQuery("");
    setOpened("palette");
  }
  useShortcuts({
    ...usePageShortcuts((href) => router.push(href)),
    palette: () => (opened === "palette" ? setOpened(null) : openPalette()),
    sheet: () => setOpened(opened === "sheet" ? null : "sheet"),
  });
  return (
    <>
      <button
        type="button"
        onClick={openPalette}
        onPointerEnter={() => void loadPalette()}
        aria-label="Search and commands"
        aria-keyshortcuts={ariaKeys(shortcuts.palette.keys)}
        className="flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-faint hover:bg-wash hover:text-ink sm:border sm:bg-surface sm:pr-1.5"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="hidden text-[0.8125rem] sm:inline">Search</span>
        <span className="hidden sm:inline">
          <Kbd>{keyWords(shortcuts.palette.keys, isMac)}</Kbd>
        </span>
      </button>
      {opened === "palette" ? (
        <CommandPalette query={query} onQuery={setQuery} onClose={() => setOpened(null)} />
      ) : null}
      {opened === "sheet" ? <ShortcutSheet onOpenChange={() => setOpened(null)} /> : null}
    </>
  );
}

/** Letters that come before the palette's box has the focus are meant for it, and not for what had the focus. */
function useTypedAhead(isOpen: boolean, onQuery: (change: (query: string) => string) => void): void {
  const add = useEffectEvent(onQuery);
  useEffect(() => {
    if (!isOpen) return;
    function keep(event: KeyboardEvent) {
      const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isLetter || (event.target instanceof Element && event.target.closest("[data-palette]"))) return;
      event.preventDefault();
      event.stopPropagation();
      add((query) => query + event.key);
    }
    document.addEventListener("keydown", keep, true);
    return () => document.removeEventListener("keydown", keep, true);
  }, [isOpen]);
}

function usePageShortcuts(go: (href: string) => void): { readonly [id in ShortcutId]?: () => void } {
  const project = useProjectOrNull();
  const pages = project === null ? [] : navigationOf(project.id);
  const handlers: { [id in ShortcutId]?: () => void } = { "go.projects": () => go("/projects") };
  for (const { href } of pages) {
    const id = shortcutTo(href);
    if (id !== null) handlers[id] = () => go(href);
  }
  return handlers;
}

function useRecentPage(): void {
  const project = useProjectOrNull();
  const pathname = usePathname();
  useEffect(() => {
    const recent = project === null ? null : recentOf(project, pathname);
    if (recent !== null) noteRecent(recent);
  }, [project, pathname]);
}
