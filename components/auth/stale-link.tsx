import Link from "next/link";
import { Button } from "#components/ui/button.tsx";

/** In place of a page whose link has nothing behind it any more. */
export function StaleLink({ title, advice }: { readonly title: string; readonly advice: string }) {
  return (
    <>
      <h1 className="mb-2 font-semibold text-2xl">{title}</h1>
      <p className="mb-6 text-soft">{advice}</p>
      <Button asChild size="lg" className="w-full">
        <Link href="/login">Sign in</Link>
      </Button>
    </>
  );
}
