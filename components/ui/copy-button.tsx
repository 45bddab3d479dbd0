"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { toast } from "./toast.ts";

/** Copies a text and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 1600);
    } catch {
      // Browsers refuse the clipboard on plain http away from localhost.
      toast({ tone: "danger", title: "Could not copy", description: "Select the text and copy it by hand." });
    }
  }
  return (
    <Button
      variant="ghost"
      size="icon"
      onClick={() => void copy()}
      aria-label={isCopied ? "Copied" : label}
      title={label}
    >
      {isCopied ? <Check className="text-good" /> : <Copy />}
      <span className="sr-only" aria-live="polite">
        {isCopied ? "Copied" : ""}
      </span>
    </Button>
  );
}
