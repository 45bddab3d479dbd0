import { Skeleton } from "#components/ui/skeleton.tsx";

/** In place of the rows, and while the grid itself is on its way. */
export function GridSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading rows"
      className="grid flex-1 content-start gap-2 border-t p-4 md:p-6"
    >
      {["a", "b", "c", "d", "e", "f"].map((line) => (
        <Skeleton key={line} className="h-7" />
      ))}
    </div>
  );
}
