import { type ReactNode, useId } from "react";

interface SectionProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Section({ title, description, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 id={id} className="flex items-center gap-2 font-semibold text-base">
            {title}
          </h2>
          {description ? <p className="mt-0.5 max-w-prose text-pretty text-soft">{description}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
