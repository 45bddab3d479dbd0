import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

interface SecretLineProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  /** What is shown instead; the copy button copies the value still. */
  readonly shown?: string;
  readonly children?: ReactNode;
}

/** One line: what it is, the value, and a way to copy it. */
export function SecretLine({ label, value, hint, shown, children }: SecretLineProps) {
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 md:px-5">
      <dt className="w-36 shrink-0">
        <span className="block text-[0.8125rem]">{label}</span>
        {hint ? <span className="block text-faint text-xs">{hint}</span> : null}
      </dt>
      <dd className="flex min-w-0 flex-1 basis-48 items-center justify-between gap-2">
        <code className="min-w-0 truncate font-mono text-soft text-xs">{shown ?? value}</code>
        <span className="flex shrink-0 items-center">
          {children}
          <CopyButton text={value} label={`Copy the ${label.toLowerCase()}`} />
        </span>
      </dd>
    </div>
  );
}
