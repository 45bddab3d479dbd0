"use client";

import { Tabs } from "radix-ui";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";

export interface CodeTab {
  readonly title: string;
  readonly text: string;
}

interface CodeTabsProps {
  /** What all of the texts are about. */
  readonly label: string;
  readonly tabs: readonly CodeTab[];
  /** The title of the one that is wanted; the first is shown where there is none of it. */
  readonly wanted: string;
  readonly onWanted: (title: string) => void;
}

/** Texts to be copied, one at a time. */
export function CodeTabs({ label, tabs, wanted, onWanted }: CodeTabsProps) {
  const shown = tabs.find(({ title }) => title === wanted) ?? tabs[0];
  if (shown === undefined) return null;
  return (
    <Tabs.Root
      value={shown.title}
      onValueChange={onWanted}
      className="min-w-0 rounded-xl border bg-raised shadow-card"
    >
      <div className="flex items-center justify-between gap-2 border-b pr-4 pl-2">
        <Tabs.List aria-label={label} className="flex min-w-0 overflow-x-auto">
          {tabs.map(({ title }) => (
            <Tabs.Trigger
              key={title}
              value={title}
              className="-mb-px whitespace-nowrap border-transparent border-b-2 px-2.5 py-2.5 text-[0.8125rem] text-soft hover:text-ink focus-visible:outline-offset-[-2px] data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <CopyButton text={shown.text} label={`Copy ${shown.title}`} />
      </div>
      {tabs.map(({ title, text }) => (
        <Tabs.Content key={title} value={title} tabIndex={-1}>
          <ScrollRegion label={`${label}: ${title}`} className="overflow-auto p-4">
            <pre className="font-mono text-xs leading-relaxed">{text}</pre>
          </ScrollRegion>
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
