"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useForget, useSchema } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { applyWords } from "#components/tables/change-words.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { AssistantProblem } from "./assistant-problem.tsx";
import { takeDraft } from "./draft.ts";
import { examples } from "./examples.ts";
import { ProgressList } from "./progress-list.tsx";
import { PromptBox } from "./prompt-box.tsx";
import { ProposalView } from "./proposal-view.tsx";
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
  const { proposal, changes, status, error } = conversation;
  const isThinking = status === "thinking";

  async function submit(description: string) {
    if (await ask(description.trim())) setText("");
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
    <Page>
      <PageHeader
        title="Describe what you need"
        description={
          proposal
            ? undefined
            : "Name the things you keep track of, what you know about each, and how they belong together."
        }
        actions={proposal && !isThinking ? <Button onClick={reset}>Start over</Button> : undefined}
        className="mb-6"
      />
      {proposal && !isThinking ? (
        <ProposalView
          proposal={proposal}
          changes={changes}
          current={{ tables: (schema.data?.tables ?? []).map((table) => table.schema) }}
          onAnswer={answer}
        />
      ) : null}
      {isThinking ? <ProgressList steps={conversation.progress} /> : null}
      <AssistantProblem error={error} onReload={() => void forget.schema()} />
      <div className={proposal || isThinking ? "mt-8 grid grid-cols-1 gap-4" : "grid grid-cols-1 gap-4"}>
        {proposal && changes.length > 0 && !isThinking ? (
          <div>
            <Button variant="primary" size="lg" pending={status === "applying"} onClick={() => void create()}>
              {applyWords(changes)}
            </Button>
          </div>
        ) : null}
        <PromptBox
          field={field}
          label={proposal ? "What should be different?" : "What you need, in your own words"}
          placeholder={
            proposal
              ? "Anything to add or change? Say it here."
              : "A bike workshop with customers, their bikes and repairs…"
          }
          value={text}
          onChange={setText}
          onSubmit={() => void submit(text)}
          onCancel={cancel}
          isThinking={isThinking}
          submitLabel={proposal ? "Refine" : "Propose tables"}
          rows={proposal ? 2 : 5}
          autoFocus={!proposal}
        />
        {proposal || isThinking ? null : <Examples onChoose={setText} />}
      </div>
    </Page>
  );
}

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
