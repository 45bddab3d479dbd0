/** One way to do something by keys. */
export interface Shortcut {
  /** Keys held together are joined by "+", keys after one another by a space. `Mod` is ⌘ on a Mac, else Ctrl. */
  readonly keys: string;
  readonly label: string;
  readonly group: "Everywhere" | "Go to" | "Rows" | "SQL";
}

/** Every shortcut of the console: what the sheet lists, what tooltips show, and what `useShortcut` listens to. */
export const shortcuts = {
  palette: { keys: "Mod+K", label: "Search and commands", group: "Everywhere" },
  sheet: { keys: "Mod+/", label: "These shortcuts", group: "Everywhere" },
  "go.projects": { keys: "G P", label: "Projects", group: "Go to" },
  "go.overview": { keys: "G O", label: "Overview", group: "Go to" },
  "go.assistant": { keys: "G D", label: "Describe", group: "Go to" },
  "go.tables": { keys: "G T", label: "Tables", group: "Go to" },
  "go.builder": { keys: "G B", label: "Builder", group: "Go to" },
  "go.sql": { keys: "G S", label: "SQL", group: "Go to" },
  "go.users": { keys: "G U", label: "Users", group: "Go to" },
  "go.rules": { keys: "G R", label: "Rules", group: "Go to" },
  "go.api": { keys: "G A", label: "API", group: "Go to" },
  "grid.move": { keys: "↑ ↓ ← →", label: "Move between cells", group: "Rows" },
  "grid.edge": { keys: "Home / End", label: "First or last cell of the row", group: "Rows" },
  "grid.open": { keys: "Enter", label: "Open or edit", group: "Rows" },
  "grid.leave": { keys: "Esc", label: "Close, back to the rows", group: "Rows" },
  "sql.run": { keys: "Mod+Enter", label: "Run the text or what is selected", group: "SQL" },
} as const satisfies { readonly [id: string]: Shortcut };

export type ShortcutId = keyof typeof shortcuts;

/** The id of the shortcut that leads to a page of a project, by the last part of its address. */
export function shortcutTo(href: string): ShortcutId | null {
  const id = `go.${/\/database(?:\/(\w+))?$/.exec(href)?.[1] ?? "overview"}`;
  return id in shortcuts ? (id as ShortcutId) : null;
}

/** As people write keys: "⌘K" or "Ctrl+K", "G then T". */
export function keyWords(keys: string, isMac: boolean): string {
  const written = isMac ? keys.replaceAll("Mod+", "⌘") : keys.replaceAll("Mod", "Ctrl");
  return /^\w \w$/.test(written) ? written.replace(" ", " then ") : written;
}

/** For `aria-keyshortcuts`, which knows no sequences. */
export function ariaKeys(keys: string): string | undefined {
  return keys.startsWith("Mod+")
    ? `${keys.replace("Mod", "Control")} ${keys.replace("Mod", "Meta")}`
    : undefined;
}
