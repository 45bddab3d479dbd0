import type { ReactNode } from "react";

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded border bg-sunken px-1 py-px font-mono text-2xs text-soft leading-none">
      {children}
    </kbd>
  );
}
