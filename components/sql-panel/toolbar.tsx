"use client";

import { ChevronDown, ListTree, PanelLeft, Play, Save, Square, WandSparkles } from "lucide-react";
import type { RefObject } from "react";
import { useIsMac } from "#components/shortcuts/use-shortcuts.ts";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import { Switch } from "#components/ui/switch.tsx";

interface ToolbarProps {
  readonly runButton: RefObject<HTMLButtonElement | null>;
  readonly isRunning: boolean;
  readonly isSideOpen: boolean;
  readonly isPreviewed: boolean;
  readonly canSave: boolean;
  /** The name of the saved query that is open. */
  readonly opened: string | null;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onExplain: (isAnalyzed: boolean) => void;
  readonly onFormat: () => void;
  readonly onSave: () => void;
  readonly onSaveAs: () => void;
  readonly onSide: () => void;
  readonly onPreview: (isPreviewed: boolean) => void;
}

/** What can be done with the text. */
export function Toolbar(props: ToolbarProps) {
  const { runButton, isRunning, isSideOpen, isPreviewed, canSave, opened } = props;
  const isMac = useIsMac();
  return (
    <div
      role="toolbar"
      aria-label="SQL"
      className="flex flex-wrap items-center gap-x-1.5 gap-y-2 border-y bg-sunken px-3 py-2"
    >
      <Button
        ref={runButton}
        variant="primary"
        size="sm"
        title={`Runs the selection or all; in the editor ${isMac ? "⌘" : "Ctrl"} Enter runs the selection or the statement at the cursor`}
        onClick={props.onRun}
        pending={isRunning}
      >
        {isRunning ? null : <Play aria-hidden="true" />}
        Run
      </Button>
      {isRunning ? (
        <Button size="sm" onClick={props.onStop}>
          <Square aria-hidden="true" />
          Stop
        </Button>
      ) : null}
      <Menu>
        <MenuTrigger asChild>
          <Button size="sm" variant="ghost">
            <ListTree aria-hidden="true" />
            Explain
            <ChevronDown aria-hidden="true" className="text-faint" />
          </Button>
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => props.onExplain(false)}>Explain the statement</MenuItem>
          <MenuItem onSelect={() => props.onExplain(true)}>Explain and run, each step measured</MenuItem>
        </MenuContent>
      </Menu>
      <Button size="sm" variant="ghost" onClick={props.onFormat} title="Shift Alt F">
        <WandSparkles aria-hidden="true" />
        Format
      </Button>
      {canSave ? (
        <Button
          size="sm"
          variant="ghost"
          onClick={props.onSave}
          title={opened === null ? undefined : `Saves "${opened}"`}
        >
          <Save aria-hidden="true" />
          Save
        </Button>
      ) : null}
      {canSave && opened !== null ? (
        <Button size="sm" variant="ghost" onClick={props.onSaveAs}>
          Save as
        </Button>
      ) : null}
      <Button size="sm" variant="ghost" aria-pressed={isSideOpen} onClick={props.onSide}>
        <PanelLeft aria-hidden="true" />
        Browse
      </Button>
      {canSave ? (
        <div className="flex items-center gap-2 px-1 text-[0.8125rem]">
          <Switch aria-labelledby="preview-writes" checked={isPreviewed} onCheckedChange={props.onPreview} />
          <span id="preview-writes">Preview writes</span>
        </div>
      ) : null}
      <p className="ml-auto hidden items-center gap-1.5 text-faint text-xs 2xl:flex">
        <Kbd>{isMac ? "⌘" : "Ctrl"}</Kbd>
        <Kbd>Enter</Kbd> runs the selection or statement, with <Kbd>{isMac ? "⇧" : "Shift"}</Kbd> all,{" "}
        <Kbd>Esc</Kbd> leaves the editor
      </p>
    </div>
  );
}
