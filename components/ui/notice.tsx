import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

interface NoticeProps {
  readonly tone: "danger" | "warn" | "info";
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

const looks = {
  danger: { icon: CircleAlert, box: "bg-danger-tint", mark: "text-danger" },
  warn: { icon: TriangleAlert, box: "bg-warn-tint", mark: "text-warn" },
  info: { icon: Info, box: "bg-tint", mark: "text-link" },
} as const;

/** A message in the flow of the page: what, why, and what next. Danger is announced at once. */
export function Notice({ tone, title, children, action, className }: NoticeProps) {
  const { icon: Icon, box, mark } = looks[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn("flex gap-3 rounded-lg p-3.5", box, className)}
    >
      <Icon className={cn("mt-0.5 size-4 shrink-0", mark)} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children ? <div className="mt-0.5 text-[0.8125rem] text-soft">{children}</div> : null}
      </div>
      {action ? <div className="shrink-0">{action}</div> : null}
    </div>
  );
}
