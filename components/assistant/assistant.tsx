"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useForget, useSchema } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApplyBar } from "./apply-bar.tsx";
import { AssistantProblem } from "./assistant-problem.tsx";
import { takeDraft } from "./draft.ts";
import { examples } from "./examples.ts";
import { ProgressList } from "./progress-list.tsx";
import { PromptBox } from "./prompt-box.tsx";
import { ProposalView } from "./proposal-view.tsx";
import { proposalWords } from "./proposal-words.ts";
import { useAssistant } from "./use-assistant.ts";

/** Plain words to tables: describe, look over, refine, create. */
export function Assistant() {
  const project = useProject();
  const router = useRouter();
  const schema = useSchema(project.databaseId);
  const forget = useForget(project.databaseId);
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const { conversation, ask, apply, cancel, reset } = useAssistant(project.databaseId);
  const { proposal, changes, status, error, messages } = conversation;
  const isThinking = status === "thinking";
  const current = { tables: (schema.data?.tables ?? []).map((table) => table.schema) };

  async function submit(description: string) {
    if (!(await ask(description.trim()))) return;
    setText("");
    // The answer begins above the field that it was asked for in.
    window.scrollTo({ top: 0, behavior: "smooth" });
  }

  const start = useEffectEvent((draft: string) => {
    setText(draft);
    void submit(draft);
  });
  useEffect(() => {
    const draft = takeDraft().trim();
    if (draft !== "") start(draft);
  }, []);

  async function create() {
    const applied = await apply(schema.data?.version);
    if (applied === null) return;
    toast({ tone: "good", title: "Done", description: "Your tables are ready for rows." });
    await forget.schema();
    router.push(`/projects/${project.id}/database/tables`);
  }

  function answer(question: string) {
    setText(`${question} `);
    field.current?.focus();
  }

  return (
    <Page className={proposal ? "pb-0 md:pb-0" : undefined}>
      <PageHeader
        title="Describe what you need"
        description={proposal ? undefined : introduction}
        actions={proposal ? <Button onClick={reset}>Start over</Button> : undefined}
        className="mb-6"
      />
      {proposal ? (
        <div className={isThinking ? "opacity-50" : undefined}>
          <ProposalView {...{ proposal, changes, current, messages }} onAnswer={answer} />
        </div>
      ) : null}
      <AssistantProblem error={error} onReload={() => void forget.schema()} />
      <div className={proposal ? "mt-8 grid grid-cols-1 gap-4" : "grid grid-cols-1 gap-4"}>
        <PromptBox
          {...(proposal ? refineWords : firstWords)}
          field={field}
          value={text}
          onChange={setText}
          onSubmit={() => void submit(text)}
          onCancel={cancel}
          isThinking={isThinking}
          autoFocus={!proposal}
        />
        {isThinking ? <ProgressList steps={conversation.progress} /> : null}
        {proposal || isThinking ? null : <Examples onChoose={setText} />}
      </div>
      {proposal && changes.length > 0 ? (
        <ApplyBar
          label={proposalWords(current, proposal.schema)}
          isPending={status === "applying"}
          isDisabled={isThinking}
          onApply={() => void create()}
        />
      ) : null}
    </Page>
  );
}

const introduction =
  "Name the things you keep track of, what you know about each, and how they belong together.";

const firstWords = {
  label: "What you need, in your own words",
  placeholder: "A bike workshop with customers, their bikes and repairs…",
  submitLabel: "Propose tables",
  rows: 5,
};

const refineWords = {
  label: "What should be different?",
  placeholder: "Anything to add or change? Say it here.",
  submitLabel: "Refine",
  rows: 2,
};

function Examples({ onChoose }: { readonly onChoose: (text: string) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-faint text-xs">For example</span>
      {examples.map((example) => (
        <Button key={example.title} size="sm" className="rounded-full" onClick={() => onChoose(example.text)}>
          {example.title}
        </Button>
      ))}
    </div>
  );
}
