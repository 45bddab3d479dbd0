"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { setTheme, useTheme } from "#components/ui/theme.ts";
import type { Theme } from "#components/ui/theme-cookie.ts";

const choices = [
  { theme: "system", label: "As the system", icon: Monitor },
  { theme: "light", label: "Light", icon: Sun },
  { theme: "dark", label: "Dark", icon: Moon },
] as const satisfies readonly { theme: Theme; label: string; icon: unknown }[];

/** Three ways to look, shown at once when chosen. */
export function ThemeChoice() {
  const chosen = useTheme();
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">Colours</legend>
      {choices.map(({ theme, label, icon: Icon }) => (
        <label
          key={theme}
          className="flex h-10 cursor-pointer items-center gap-2 rounded-md border border-control/60 bg-raised px-3.5 hover:bg-wash has-checked:border-accent has-checked:bg-tint has-checked:text-link has-focus-visible:outline-2 has-focus-visible:outline-link has-focus-visible:outline-offset-2"
        >
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={chosen === theme}
            onChange={() => setTheme(theme)}
            className="sr-only"
          />
          <Icon aria-hidden="true" className="size-4" />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
