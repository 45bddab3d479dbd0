import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";

export interface DocsGroup {
  readonly title: string;
  readonly entries: readonly DocsEntry[];
}

export interface DocsEntry {
  readonly id: string;
  readonly label: string;
}

interface DocsIndexProps {
  readonly groups: readonly DocsGroup[];
  readonly shown: string;
  readonly onShow: (id: string) => void;
}

/** What there is to read about: a list beside it, and on a small screen a choice above it. */
export function DocsIndex({ groups, shown, onShow }: DocsIndexProps) {
  return (
    <>
      <Field label="Show" className="lg:hidden">
        {(control) => (
          <Select {...control} value={shown} onChange={(event) => onShow(event.target.value)}>
            {groups.map(({ title, entries }) => (
              <optgroup key={title} label={title}>
                {entries.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      <nav
        aria-label="What the API has"
        className="sticky top-6 grid max-h-[calc(100dvh-6rem)] grid-cols-1 content-start gap-5 self-start overflow-y-auto max-lg:hidden"
      >
        {groups.map(({ title, entries }) => (
          <div key={title} className="min-w-0">
            <h2 className="px-2 pb-1 font-medium text-faint text-xs">{title}</h2>
            <ul>
              {entries.map(({ id, label }) => (
                <li key={id}>
                  <button
                    type="button"
                    title={label}
                    aria-current={id === shown}
                    onClick={() => onShow(id)}
                    className="w-full truncate rounded-md px-2 py-1.5 text-left font-mono text-soft text-xs hover:text-ink focus-visible:outline-offset-[-2px] aria-[current=true]:bg-sunken aria-[current=true]:text-ink"
                  >
                    {label}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </>
  );
}
