"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

/** What ties an input to its label, hint and error. */
export interface FieldControl {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
  readonly "aria-required"?: true;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly required?: boolean;
  /** Right of the label: a type, a mark. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A labelled input with its hint and, after a refusal, what was wrong with it. */
export function Field({ label, hint, error, required, aside, className, children }: FieldProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("grid min-w-0 content-start gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-[0.8125rem]">
          {label}
          {required ? (
            <span className="text-danger" title="Required">
              <span aria-hidden="true"> *</span>
              <span className="sr-only"> (required)</span>
            </span>
          ) : null}
        </label>
        {aside}
      </div>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
        ...(required ? { "aria-required": true as const } : {}),
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-faint text-xs">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-danger text-xs" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}
