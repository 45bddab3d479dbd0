"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { keyWords, type Shortcut, shortcuts } from "./shortcuts.ts";
import { useIsMac } from "./use-shortcuts.ts";

const all: readonly Shortcut[] = Object.values(shortcuts);
const groups = [...new Set(all.map(({ group }) => group))];

/** All keys at a glance. */
export function ShortcutSheet({ onOpenChange }: { readonly onOpenChange: (open: boolean) => void }) {
  const isMac = useIsMac();
  return (
    <Dialog open onOpenChange={onOpenChange} title="Keyboard shortcuts" className="max-w-2xl">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-2 font-semibold text-[0.8125rem]">{group}</h3>
            <dl className="grid gap-1.5">
              {all
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, label }) => (
                  <div key={label} className="flex items-baseline justify-between gap-4">
                    <dt className="text-soft">{label}</dt>
                    <dd>
                      <Kbd>{keyWords(keys, isMac)}</Kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
