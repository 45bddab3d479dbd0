import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const control =
  "w-full min-w-0 text-ellipsis rounded-md border border-control bg-surface px-3 text-ink placeholder:text-faint focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint aria-invalid:border-danger aria-invalid:outline-danger";

// 16 px on small screens: below that, iOS zooms into the page on focus.
const text = "text-base md:text-sm";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(control, text, "h-9", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(control, text, "min-h-20 py-2 leading-relaxed", className)} {...props} />;
}

/** The platform's own select: works with every keyboard and thumb. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span className="relative block min-w-0">
      <select className={cn(control, text, "h-9 appearance-none pr-8", className)} {...props}>
        {children}
      </select>
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-faint"
      >
        <path d="m4.5 6.5 3.5 3.5 3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </span>
  );
}
