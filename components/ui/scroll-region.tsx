import type { ReactNode } from "react";

interface ScrollRegionProps {
  /** What is in it: told to whoever comes to it by keyboard. */
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** What scrolls inside of itself and holds nothing to be focused: reachable by keyboard, under a name. */
export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
    <section tabIndex={0} aria-label={label} className={className}>
      {children}
    </section>
  );
}
