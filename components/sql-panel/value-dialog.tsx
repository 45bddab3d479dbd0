import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { Json } from "#lib/catalog/types.ts";
import { laidOut, wholeText } from "./cell-text.ts";

interface ValueDialogProps {
  readonly column: { readonly name: string; readonly type: string };
  readonly value: Json;
  readonly onClose: () => void;
}

/** One value, whole. */
export function ValueDialog({ column, value, onClose }: ValueDialogProps) {
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={<span className="font-mono">{column.name}</span>}
      description={column.type}
      className="max-w-2xl"
    >
      <div className="flex items-start gap-1 rounded-lg border bg-sunken">
        <ScrollRegion label="Value" className="max-h-[60dvh] min-w-0 flex-1 overflow-auto p-3">
          <pre className="whitespace-pre-wrap break-words font-mono text-xs">
            {value === null ? "NULL" : laidOut(value)}
          </pre>
        </ScrollRegion>
        <CopyButton text={wholeText(value)} label="Copy value" />
      </div>
    </Dialog>
  );
}
