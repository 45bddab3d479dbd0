/** A link within a sentence. */
export const textLink = "rounded font-medium text-link underline underline-offset-4";
