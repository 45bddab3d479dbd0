"use client";

import { useEffect, useRef } from "react";
import { keyWords, shortcuts } from "#components/shortcuts/shortcuts.ts";
import { useIsMac } from "#components/shortcuts/use-shortcuts.ts";
import { cn } from "#components/ui/cn.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import type { Command } from "./commands.ts";

interface CommandListProps {
  readonly id: string;
  readonly commands: readonly Command[];
  readonly selected: Command | undefined;
  readonly isSearching: boolean;
  readonly onHover: (command: Command) => void;
  readonly onChoose: (command: Command) => void;
}

/** What was found, group by group, in the order of the best of each. */
export function CommandList({ id, commands, selected, isSearching, onHover, onChoose }: CommandListProps) {
  const groups = [...new Set(commands.map(({ group }) => group))];
  const isMac = useIsMac();
  return (
    <>
      <div id={id} role="listbox" aria-label="Found" className="min-h-0 flex-1 overflow-y-auto p-2">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups of options, not fieldsets
          <div key={group} role="group" aria-label={group} className="pb-1">
            <p aria-hidden="true" className="px-2 pt-2 pb-1 text-faint text-xs">
              {group}
            </p>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <Option
                  key={command.id}
                  id={`${id}-${command.id}`}
                  command={command}
                  keys={command.shortcut ? keyWords(shortcuts[command.shortcut].keys, isMac) : null}
                  isSelected={command === selected}
                  onHover={onHover}
                  onChoose={onChoose}
                />
              ))}
          </div>
        ))}
        {commands.length === 0 && !isSearching ? (
          <p className="px-3 py-8 text-center text-soft">Nothing is called that.</p>
        ) : null}
        {isSearching ? <p className="px-2 py-2 text-faint text-xs">Looking through the rows…</p> : null}
      </div>
      <p role="status" className="sr-only">
        {commands.length} found
      </p>
    </>
  );
}

interface OptionProps extends Pick<CommandListProps, "onHover" | "onChoose"> {
  readonly id: string;
  readonly command: Command;
  readonly keys: string | null;
  readonly isSelected: boolean;
}

function Option({ id, command, keys, isSelected, onHover, onChoose }: OptionProps) {
  const { icon: Icon, label, detail } = command;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
    <div
      ref={element}
      id={id}
      role="option"
      aria-selected={isSelected}
      onClick={() => onChoose(command)}
      onMouseMove={() => (isSelected ? undefined : onHover(command))}
      className={cn(
        "flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2",
        isSelected && "bg-tint text-link",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate">
        {label}
        {detail ? <span className="ml-2 text-faint text-xs">{detail}</span> : null}
      </span>
      {keys ? <Kbd>{keys}</Kbd> : null}
    </div>
  );
}
