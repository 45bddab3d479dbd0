import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { EmptyLot } from "./house.tsx";

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** Nothing here yet: one sentence that says what will be, and the one thing to do. */
export function EmptyState({ title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("grid justify-items-center px-6 py-14 text-center", className)}>
      <EmptyLot className="mb-5 h-20 w-auto" />
      <h2 className="font-semibold text-base">{title}</h2>
      {children ? <p className="mt-1 max-w-sm text-soft">{children}</p> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
