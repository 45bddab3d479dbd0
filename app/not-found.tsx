import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <main className="grid min-h-dvh content-center">
      <EmptyState
        title="There is nothing at this address"
        action={
          <Button asChild variant="primary">
            <Link href="/projects">Go to your projects</Link>
          </Button>
        }
      >
        It may have been deleted, or it belongs to an account that is not yours.
      </EmptyState>
    </main>
  );
}
