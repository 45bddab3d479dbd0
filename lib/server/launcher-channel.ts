/** What the server tells the launcher that started it, which prints it for a person; standard output is for logs. */
export type LauncherMessage =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "ready"; readonly url: string; readonly isBuiltinGenerator: boolean };

/** Does nothing when the server was started without the launcher, or the launcher is gone: its channel tells that too. */
export function tellLauncher(message: LauncherMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, ignoreLostLauncher);
}

/** Without it a failed `send` would be thrown, and taken for a crash. */
function ignoreLostLauncher(_error: Error | null): void {}
