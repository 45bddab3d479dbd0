import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { LogoMark, Street } from "#components/ui/house.tsx";

const steps = [
  {
    title: "Say it",
    text: "Describe what you keep track of, in your own words. You get tables, columns and relations to look over.",
  },
  {
    title: "Move in",
    text: "One click creates them. Enter rows in a grid that knows a date from a price and a customer from an order.",
  },
  {
    title: "Ask",
    text: "Write SQL, or ask a question and get the SQL. Your own Postgres holds everything, on your own server.",
  },
] as const;

/** For people who are not signed in: what this is, and one thing to do. */
export function Landing() {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex w-full max-w-6xl items-center justify-between px-5 py-5">
        <span className="flex items-center gap-2.5 font-semibold">
          <LogoMark className="h-6 w-7" />
          Rowhouse
        </span>
        <Link href="/login" className="rounded font-medium text-soft hover:text-ink">
          Sign in
        </Link>
      </header>
      <main className="flex flex-1 flex-col">
        <div className="mx-auto w-full max-w-6xl px-5 pt-12 pb-10 md:pt-24">
          <h1 className="max-w-4xl font-semibold text-4xl leading-[1.08] tracking-tight md:text-6xl">
            Say what you need.
            <br />
            Move into a working database.
          </h1>
          <p className="mt-6 max-w-xl text-base text-soft md:text-lg">
            Rowhouse turns plain words into tables you can use at once: every project its own house, all on
            one Postgres that you host yourself.
          </p>
          <Button asChild variant="primary" size="lg" className="mt-8">
            <Link href="/signup">
              Create your first database
              <ArrowRight aria-hidden="true" />
            </Link>
          </Button>
        </div>
        <Street className="mx-auto mt-auto w-full max-w-5xl px-2" />
        <div className="bg-surface">
          <ol className="mx-auto grid w-full max-w-6xl gap-8 px-5 py-14 md:grid-cols-3 md:gap-12">
            {steps.map((step, index) => (
              <li key={step.title}>
                <p className="font-mono text-faint text-xs">{index + 1}</p>
                <h2 className="mt-1 font-semibold text-base">{step.title}</h2>
                <p className="mt-1 text-soft">{step.text}</p>
              </li>
            ))}
          </ol>
        </div>
      </main>
    </div>
  );
}
