"use client";

import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { sanitizeRichText } from "#lib/catalog/values/rich-text.ts";

/** A rich text as readers see it. Sanitised here too, whatever was stored: rows may have come from elsewhere. */
export function RichTextPreview({ html }: { readonly html: string }) {
  return (
    <ScrollRegion label="Preview" className="rich-text max-h-80 min-h-40 overflow-y-auto p-3">
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised right here, by the rules that the server stores by */}
      <div dangerouslySetInnerHTML={{ __html: sanitizeRichText(html) }} />
    </ScrollRegion>
  );
}
