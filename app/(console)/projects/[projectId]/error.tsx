"use client";

import { ErrorPage } from "#components/shell/error-page.tsx";

interface ErrorProperties {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ProjectError({ error, reset }: ErrorProperties) {
  return <ErrorPage digest={error.digest} onRetry={reset} />;
}
