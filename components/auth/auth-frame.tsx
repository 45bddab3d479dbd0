import Link from "next/link";
import type { ReactNode } from "react";
import { LogoMark, Street } from "#components/ui/house.tsx";

/** The frame of the pages before signing in: the form on its sheet, the street beside it. */
export function AuthFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,34rem)]">
      <div className="hidden flex-col justify-between overflow-hidden p-10 pb-0 lg:flex">
        <p className="max-w-md font-display font-semibold text-3xl leading-tight tracking-tight">
          Say what you need.
          <br />
          <span className="text-faint">Move into a working database.</span>
        </p>
        <Street className="-mx-10 w-[calc(100%+5rem)] max-w-none" />
      </div>
      <div className="flex flex-col bg-surface px-6 py-8 lg:rounded-l-2xl lg:border-l lg:px-16">
        <Link href="/" className="flex w-fit items-center gap-2.5 rounded-md font-semibold">
          <LogoMark className="h-6 w-7" />
          Rowhouse
        </Link>
        <main className="m-auto w-full max-w-sm py-10">{children}</main>
      </div>
    </div>
  );
}
