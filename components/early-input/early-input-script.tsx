import { watchEarlyInput } from "./watch-early-input.ts";

/** Stands in front of all that can be pressed or filled in. */
export function EarlyInputScript({ nonce }: { readonly nonce: string | undefined }) {
  return (
    <script
      nonce={nonce}
      // Browsers hide the nonce of a script that stands in the page.
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, not a value of anybody
      dangerouslySetInnerHTML={{ __html: `(${watchEarlyInput.toString()})()` }}
    />
  );
}
