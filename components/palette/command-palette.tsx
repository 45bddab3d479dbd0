"use client";

import { Clock, Search, Sparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useProjects, useTables } from "#components/api/queries.ts";
import { keepDraft } from "#components/assistant/draft.ts";
import { useOrganizations } from "#components/organization/organizations.ts";
import { signOut } from "#components/shell/account-menu.tsx";
import { type CurrentProject, useProjectOrNull } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { setTheme, useIsDark } from "#components/ui/theme.ts";
import { CommandList } from "./command-list.tsx";
import { type Command, commandsOf } from "./commands.ts";
import { ranked } from "./match.ts";
import { readRecents } from "./recents.ts";
import { useRowSearch } from "./use-row-search.ts";

const shownMax = 40;

interface CommandPaletteProps {
  /** What is looked for. */
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onClose: () => void;
}

/** Everything by its name: pages, tables, rows, projects, and what can be done. */
export default function CommandPalette({ query, onQuery, onClose }: CommandPaletteProps) {
  const router = useRouter();
  const listId = useId();
  const box = useRef<HTMLInputElement>(null);
  const [selected, setSelected] = useState(0);
  const project = useProjectOrNull();
  const { commands: known, isPending } = useCommands();
  const { rows, isSearching } = useRowSearch(project, query);
  const isWaiting = isPending || isSearching;
  const found = useMemo(() => {
    const commands = ranked(known, query, ({ label, keywords = [], detail = "" }) => [
      label,
      ...keywords,
      detail,
    ]);
    const recents = query.trim() === "" ? recentCommands() : [];
    // Enter means the first that is listed: not this one while what has the name may still come.
    const last = isWaiting ? [] : askCommand(project, query);
    return [...recents, ...commands.slice(0, shownMax), ...rows, ...last];
  }, [known, query, rows, project, isWaiting]);
  const current = found[Math.min(selected, found.length - 1)];

  function choose(command: Command | undefined) {
    if (!command) return;
    onClose();
    command.run?.();
    if (command.href !== undefined) router.push(command.href);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setSelected((Math.min(selected, found.length - 1) + step + found.length) % found.length);
    }
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      choose(current);
    }
  }

  return (
    <Primitive.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Primitive.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // By itself the dialog would select what was typed ahead, and the next letter replace it.
            event.preventDefault();
            const { current: input } = box;
            input?.focus();
            input?.setSelectionRange(input.value.length, input.value.length);
          }}
          className="fixed top-[8vh] left-1/2 z-50 flex max-h-[min(32rem,80dvh)] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-xl border bg-raised shadow-float focus:outline-none"
        >
          <Primitive.Title className="sr-only">Search and commands</Primitive.Title>
          <div className="flex items-center gap-3 border-b px-4">
            <Search aria-hidden="true" className="size-4 shrink-0 text-faint" />
            <input
              ref={box}
              type="text"
              role="combobox"
              data-palette
              aria-expanded="true"
              aria-controls={listId}
              aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
              aria-label="Search tables, rows, pages and commands"
              placeholder="Search tables, rows, pages and commands"
              autoComplete="off"
              spellCheck={false}
              value={query}
              onChange={(event) => {
                onQuery(event.target.value);
                setSelected(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 w-full min-w-0 bg-transparent text-base outline-none placeholder:text-faint"
            />
          </div>
          <CommandList
            id={listId}
            commands={found}
            selected={current}
            isSearching={isSearching}
            onHover={(command) => setSelected(found.indexOf(command))}
            onChoose={choose}
          />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function useCommands(): { readonly commands: readonly Command[]; readonly isPending: boolean } {
  const project = useProjectOrNull();
  const isDark = useIsDark();
  const { data: tables } = useTables(project?.databaseId ?? null);
  const { data: projects = [] } = useProjects();
  const { data: organizations = [] } = useOrganizations();
  const commands = useMemo(
    () =>
      commandsOf({
        project,
        tables: tables ?? [],
        projects,
        organizations,
        isDark,
        setTheme,
        signOut: () => void signOut(),
      }),
    [project, tables, projects, organizations, isDark],
  );
  return { commands, isPending: project !== null && tables === undefined };
}

function recentCommands(): readonly Command[] {
  return readRecents()
    .filter(({ href }) => href !== window.location.pathname)
    .slice(0, 4)
    .map(({ href, label, detail }) => ({
      id: `recent ${href}`,
      group: "Recent",
      label,
      detail,
      icon: Clock,
      href,
    }));
}

/** Words that name nothing may describe something. */
function askCommand(project: CurrentProject | null, query: string): readonly Command[] {
  const text = query.trim();
  if (project === null || text.length < 3 || !mayDo(project.role, "editor")) return [];
  return [
    {
      id: "describe",
      group: "Actions",
      label: `Describe “${text}” to the assistant`,
      icon: Sparkles,
      href: `/projects/${project.id}/database/assistant`,
      run: () => keepDraft(text),
    },
  ];
}
