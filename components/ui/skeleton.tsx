import { cn } from "./cn.ts";

/** A grey stand-in of the size of what is coming. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden="true" className={cn("animate-pulse rounded-md bg-wash", className)} />;
}
