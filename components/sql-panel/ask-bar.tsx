"use client";

import { Sparkles } from "lucide-react";
import { type FormEvent, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import type { SqlProposal } from "#components/api/types.ts";
import { GeneratorBadge } from "#components/assistant/generator-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface AskBarProps {
  readonly databaseId: string;
  /** Takes the proposed SQL; nothing is run. */
  readonly onProposal: (sql: string) => void;
}

/** A question in plain words; its answer is SQL to look over, not a result. */
export function AskBar({ databaseId, onProposal }: AskBarProps) {
  const [question, setQuestion] = useState("");
  const [proposal, setProposal] = useState<SqlProposal | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);

  async function ask(event: FormEvent) {
    event.preventDefault();
    if (question.trim() === "" || isPending) return;
    setPending(true);
    setError(null);
    try {
      const path = `/api/database/${databaseId}/sql/generate`;
      const answer = await call<SqlProposal>("POST", path, { body: { question: question.trim() } });
      setProposal(answer);
      if (answer.sql !== "") onProposal(answer.sql);
    } catch (refusal) {
      setProposal(null);
      setError(refusal);
    }
    setPending(false);
  }

  return (
    <div className="grid grid-cols-1 gap-2">
      <form onSubmit={(event) => void ask(event)} className="flex gap-2">
        <div className="relative min-w-0 flex-1">
          <Sparkles
            aria-hidden="true"
            className="pointer-events-none absolute top-2.5 left-3 size-4 text-link"
          />
          <Input
            aria-label="Ask a question about your data"
            placeholder="Ask in plain words: how many orders were placed this month?"
            value={question}
            maxLength={2000}
            onChange={(event) => setQuestion(event.target.value)}
            className="pl-9"
          />
        </div>
        <Button type="submit" pending={isPending} disabled={question.trim() === ""}>
          Ask
        </Button>
      </form>
      <div role="status" className="empty:hidden">
        {proposal ? <Answer proposal={proposal} /> : null}
      </div>
      {error ? (
        <Notice tone="danger" title={explain(error).title}>
          {explain(error).description}
        </Notice>
      ) : null}
    </div>
  );
}

function Answer({ proposal }: { readonly proposal: SqlProposal }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-[0.8125rem]">
      <p className="min-w-0">
        {proposal.explanation}{" "}
        {proposal.sql === "" ? null : <span className="text-faint">Look it over, then run it.</span>}
      </p>
      <GeneratorBadge generator={proposal.generator} />
    </div>
  );
}
