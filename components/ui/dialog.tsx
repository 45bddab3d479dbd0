"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { useDialogFocus } from "./use-dialog-focus.ts";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

const overlay = "fixed inset-0 z-40 animate-fade bg-scrim";

function Heading({ title, description }: Pick<DialogProps, "title" | "description">) {
  return (
    <div className="min-w-0">
      <Primitive.Title className="font-semibold text-base">{title}</Primitive.Title>
      {description ? (
        <Primitive.Description className="mt-0.5 text-[0.8125rem] text-soft">
          {description}
        </Primitive.Description>
      ) : null}
    </div>
  );
}

function CloseButton() {
  return (
    <Primitive.Close asChild>
      <Button variant="ghost" size="icon" aria-label="Close" className="-mt-1 -mr-1">
        <X />
      </Button>
    </Primitive.Close>
  );
}

/** A question in the middle of the screen. Escape and a click outside close it. */
export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const focus = useDialogFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          {...focus}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed top-[12vh] left-1/2 z-50 max-h-[82dvh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 overflow-y-auto rounded-xl border bg-raised p-5 shadow-float focus:outline-none",
            className,
          )}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <Heading title={title} description={description} />
            <CloseButton />
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** A panel that slides over the right edge; the whole width on a phone. */
export function Sheet({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const focus = useDialogFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlay} />
        <Primitive.Content
          {...focus}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-y-0 right-0 z-50 flex w-full max-w-[30rem] animate-enter-right flex-col border-l bg-raised shadow-float focus:outline-none",
            className,
          )}
        >
          <div className="flex items-start justify-between gap-4 border-b px-5 py-4">
            <Heading title={title} description={description} />
            <CloseButton />
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
