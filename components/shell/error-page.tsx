"use client";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

interface ErrorPageProps {
  /** The server's name for what went wrong; it is in the log too. */
  readonly digest: string | undefined;
  readonly onRetry: () => void;
}

/** In place of a page that failed. */
export function ErrorPage({ digest, onRetry }: ErrorPageProps) {
  return (
    <div role="alert" className="grid min-h-[70dvh] content-center">
      <EmptyState
        title="This page could not be shown"
        action={
          <>
            <Button variant="primary" onClick={onRetry}>
              Try again
            </Button>
            <Button asChild>
              <a href="/projects">Go to your projects</a>
            </Button>
          </>
        }
      >
        Nothing of yours was changed.{" "}
        {digest ? `If it stays, tell whoever runs this server: error ${digest}.` : null}
      </EmptyState>
    </div>
  );
}
