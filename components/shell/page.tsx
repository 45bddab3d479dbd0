import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

/** The measure of a page that is read, as against a grid that fills the sheet. */
export function Page({
  children,
  className,
}: {
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  return <div className={cn("mx-auto max-w-5xl px-4 py-7 md:px-10 md:py-10", className)}>{children}</div>;
}
