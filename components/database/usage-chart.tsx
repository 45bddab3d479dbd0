import type { UsageOfDay } from "./use-usage.ts";

/** Requests of apps in the last 30 days: a bar a day, and the same in words. */
export function UsageChart({ days }: { readonly days: readonly UsageOfDay[] }) {
  if (days.length === 0) return null;
  return (
    <section aria-labelledby="usage-title">
      <h2 id="usage-title" className="mb-3 font-semibold text-base">
        Requests of apps
      </h2>
      <div className="rounded-xl border bg-raised p-4 shadow-card md:p-5">
        <Bars days={days} />
      </div>
    </section>
  );
}

const dayFormat = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });

function Bars({ days }: { readonly days: readonly UsageOfDay[] }) {
  const most = Math.max(1, ...days.map(({ requests }) => requests));
  const total = days.reduce((sum, { requests }) => sum + requests, 0);
  const today = days.at(-1)?.requests ?? 0;
  return (
    <>
      <p className="mb-3 text-soft">
        <span className="font-semibold text-ink tabular-nums">{total.toLocaleString("en")}</span> in 30 days,{" "}
        <span className="font-semibold text-ink tabular-nums">{today.toLocaleString("en")}</span> today
      </p>
      <div aria-hidden="true" className="flex h-16 items-end gap-px sm:gap-1">
        {days.map(({ day, requests }) => (
          <div
            key={day}
            title={`${dayFormat.format(new Date(day))}: ${requests.toLocaleString("en")}`}
            className={requests > 0 ? "min-h-1 flex-1 rounded-t-sm bg-accent" : "h-px flex-1 bg-line"}
            style={requests > 0 ? { height: `${(requests / most) * 100}%` } : undefined}
          />
        ))}
      </div>
      <div aria-hidden="true" className="mt-1.5 flex justify-between text-2xs text-faint">
        <span>{dayFormat.format(new Date(days[0]?.day ?? 0))}</span>
        <span>Today</span>
      </div>
    </>
  );
}
