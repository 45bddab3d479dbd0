"use client";

import { DropdownMenu } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;

export function MenuContent({ className, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          "z-50 min-w-44 animate-enter rounded-lg border bg-raised p-1 text-[0.8125rem] shadow-float",
          className,
        )}
        {...props}
      />
    </DropdownMenu.Portal>
  );
}

export function MenuItem({
  tone,
  className,
  ...props
}: ComponentProps<typeof DropdownMenu.Item> & { readonly tone?: "danger" }) {
  return (
    <DropdownMenu.Item
      className={cn(
        "flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-wash data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:text-faint",
        tone === "danger" && "text-danger data-[highlighted]:bg-danger-tint [&_svg]:text-danger",
        className,
      )}
      {...props}
    />
  );
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof DropdownMenu.Label>) {
  return <DropdownMenu.Label className={cn("px-2 py-1.5 text-faint text-xs", className)} {...props} />;
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
