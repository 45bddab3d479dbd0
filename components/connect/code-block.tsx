import { CopyButton } from "#components/ui/copy-button.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";

interface CodeBlockProps {
  readonly text: string;
  /** What the copy button says, and what stands above the text. */
  readonly label: string;
  readonly title?: string;
  readonly isTall?: boolean;
}

/** A text to be copied: scrolls inside of itself. */
export function CodeBlock({ text, label, title, isTall }: CodeBlockProps) {
  return (
    <figure className="min-w-0 rounded-xl border bg-raised shadow-card">
      <figcaption className="flex items-center justify-between gap-2 border-b px-4 py-1">
        <span className="truncate font-mono text-soft text-xs">{title ?? label}</span>
        <CopyButton text={text} label={`Copy ${label}`} />
      </figcaption>
      <ScrollRegion label={label} className={`overflow-auto p-4 ${isTall ? "max-h-[32rem]" : ""}`}>
        <pre className="font-mono text-xs leading-relaxed">{text}</pre>
      </ScrollRegion>
    </figure>
  );
}
