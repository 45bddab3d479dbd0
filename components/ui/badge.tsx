import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

const badgeVariants = cva(
  "inline-flex items-center gap-1 rounded px-1.5 py-px font-medium text-2xs [&_svg]:size-3",
  {
    variants: {
      tone: {
        neutral: "bg-wash text-soft",
        accent: "bg-tint text-link",
        good: "bg-good-tint text-good",
        warn: "bg-warn-tint text-warn",
        danger: "bg-danger-tint text-danger",
        outline: "border border-line text-soft",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export function Badge({
  tone,
  className,
  ...props
}: ComponentProps<"span"> & VariantProps<typeof badgeVariants>) {
  return <span className={cn(badgeVariants({ tone }), className)} {...props} />;
}
