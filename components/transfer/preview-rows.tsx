import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { ImportPreview } from "./types.ts";

const shown = 8;

/** The file's first rows, as they are read. */
export function PreviewRows({ preview }: { readonly preview: ImportPreview }) {
  return (
    <ScrollRegion label="First rows of the file" className="overflow-x-auto rounded-xl border bg-raised">
      <table className="w-full border-collapse text-[0.8125rem]">
        <thead>
          <tr className="border-b bg-sunken text-left">
            {preview.columns.map(({ source }) => (
              <th
                key={source}
                scope="col"
                className="max-w-64 truncate whitespace-nowrap px-3 py-2 font-medium"
              >
                {source}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.slice(0, shown).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name than their place
            <tr key={index} className="border-b last:border-0">
              {preview.columns.map(({ source }, at) => (
                <td key={source} className="max-w-64 truncate whitespace-nowrap px-3 py-1.5">
                  {row[at] === null || row[at] === undefined ? (
                    <span className="text-faint">–</span>
                  ) : (
                    row[at]
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
