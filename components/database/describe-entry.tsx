"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { keepDraft } from "#components/assistant/draft.ts";
import { PromptBox } from "#components/assistant/prompt-box.tsx";

/** The way to tables that is offered first: say what is needed. The assistant takes it from there. */
export function DescribeEntry({ projectId }: { readonly projectId: string }) {
  const router = useRouter();
  const [text, setText] = useState("");
  function submit() {
    keepDraft(text);
    router.push(`/projects/${projectId}/database/assistant`);
  }
  return (
    <section aria-labelledby="describe-title">
      <h2 id="describe-title" className="mb-2 font-semibold text-base">
        Describe what you need
      </h2>
      <PromptBox
        label="What you need, in your own words"
        placeholder="A bike workshop with customers, their bikes and repairs…"
        value={text}
        onChange={setText}
        onSubmit={submit}
        onCancel={() => undefined}
        isThinking={false}
        submitLabel="Propose tables"
        rows={2}
      />
    </section>
  );
}
