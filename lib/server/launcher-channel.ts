/** What the server tells the launcher that started it, which prints it for a person; standard output is for logs. */
export type LauncherMessage =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "ready"; readonly url: string; readonly isBuiltinGenerator: boolean };

/** Does nothing when the server was started without the launcher. */
export function tellLauncher(message: LauncherMessage): void {
  if (process.connected) process.send?.(message);
}
