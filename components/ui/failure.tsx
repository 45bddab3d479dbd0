import { explain } from "#components/api/api-error.ts";
import { Notice } from "./notice.tsx";

/** Why something is not there: what the server says, and what to do. */
export function Failure({ error, className }: { readonly error: unknown; readonly className?: string }) {
  const { title, description } = explain(error);
  return (
    <Notice tone="danger" title={title} {...(className === undefined ? {} : { className })}>
      {description}
    </Notice>
  );
}
