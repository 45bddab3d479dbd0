import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { DocumentedObject } from "./api-document.ts";

interface ValueTableProps {
  readonly label: string;
  readonly values: DocumentedObject;
  /** What is asked of a value. */
  readonly words: (name: string) => string;
}

/** The columns of a table, or the arguments of a function: name, type, what is asked of it, and what it is. */
export function ValueTable({ label, values, words }: ValueTableProps) {
  return (
    <ScrollRegion label={label} className="overflow-x-auto rounded-xl border bg-raised shadow-card">
      <table className="w-full text-[0.8125rem]">
        <tbody>
          {Object.entries(values.properties).map(([name, value]) => (
            <tr key={name} className="border-t first:border-t-0">
              <th scope="row" className="px-4 py-1.5 text-left font-mono font-normal text-xs">
                {name}
              </th>
              <td className="whitespace-nowrap px-4 py-1.5 text-soft">{value["x-postgres-type"]}</td>
              <td className="whitespace-nowrap px-4 py-1.5 text-soft">{words(name)}</td>
              <td className="min-w-40 px-4 py-1.5 text-soft">
                {value.enum?.join(" · ") ?? value.description ?? ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
