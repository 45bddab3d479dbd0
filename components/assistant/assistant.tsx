"use client";

import dynamic from "next/dynamic";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { useForget, useSchema } from "#components/api/queries.ts";
import { compareByChanges } from "#components/canvas/compare-by-changes.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";
import { ApplyBar } from "./apply-bar.tsx";
import { AssistantProblem } from "./assistant-problem.tsx";
import { Conversation } from "./conversation.tsx";
import { Diagram } from "./diagram.tsx";
import { takeDraft } from "./draft.ts";
import { redo, undo as undoStep } from "./draft-state.ts";
import { Examples } from "./examples.tsx";
import { PromptBox } from "./prompt-box.tsx";
import { proposalWords } from "./proposal-words.ts";
import { recentMessages } from "./recent-messages.ts";
import { forgetTurns, useTurns } from "./turns.ts";
import { UndoDialog } from "./undo-dialog.tsx";
import { useApplyTurn } from "./use-apply-turn.ts";
import { useAsk } from "./use-ask.ts";
import { needsLook, useImpact } from "./use-impact.ts";
import { useUndo } from "./use-undo.ts";
import { useWork } from "./use-work.ts";

/** Fetched once there is something to look over. */
const DraftPanel = dynamic(() => import("./draft-panel.tsx").then((module) => module.DraftPanel));

/** Plain words to tables: describe, look over, refine by talking or by hand, apply, take back. */
export function Assistant() {
  const { role } = useProject();
  return mayDo(role, "editor") ? <Workbench /> : <NotForViewers />;
}

function Workbench() {
  const { databaseId } = useProject();
  const schema = useSchema(databaseId);
  const forget = useForget(databaseId);
  const turns = useTurns(databaseId);
  const tables = schema.data?.tables;
  const base = useMemo(() => ({ tables: (tables ?? []).map((table) => table.schema) }), [tables]);
  const work = useWork(databaseId, base);
  const { chosen } = work;
  const { asked, error, ask, cancel } = useAsk(databaseId);
  const undo = useUndo(databaseId);
  const applying = useApplyTurn(base, schema.data?.version);
  const impacts = useImpact(databaseId, chosen.changes, schema.data?.version);
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const picture = useMemo(
    () => compareByChanges(base.tables, chosen.changes, chosen.schema.tables),
    [base, chosen],
  );
  const said = (turns.data?.items ?? []).toReversed();
  const hasDraft = work.turnId !== null;
  const isTalking = hasDraft || asked !== null || said.length > 0;

  async function submit(words: string) {
    const description = words.trim();
    const context = hasDraft ? { messages: recentMessages(work.messages), base: chosen.schema } : {};
    applying.clear();
    const answer = await ask({ description, ...context });
    if (answer === null) return;
    setText("");
    work.answered(description, answer);
    void turns.refetch();
  }

  const start = useEffectEvent((draft: string) => {
    setText(draft);
    void submit(draft);
  });
  const isReady = schema.data !== undefined;
  useEffect(() => {
    const draft = isReady ? takeDraft().trim() : "";
    if (draft !== "") start(draft);
  }, [isReady]);

  function type(question: string) {
    setText(`${question} `);
    field.current?.focus();
  }
  async function reload() {
    await forget.schema();
    applying.clear();
  }

  async function forgetAll() {
    try {
      await forgetTurns(databaseId);
    } catch (cause) {
      toast({ tone: "danger", ...explain(cause) });
    }
    void turns.refetch();
  }

  const prompt = (
    <div className="grid grid-cols-1 gap-4">
      <AssistantProblem error={error ?? applying.error} onReload={() => void reload()} />
      <PromptBox
        {...(hasDraft ? refineWords : firstWords)}
        rows={isTalking ? 2 : 5}
        field={field}
        value={text}
        onChange={setText}
        onSubmit={() => void submit(text)}
        onCancel={cancel}
        isThinking={asked !== null}
        isReady={isReady}
        autoFocus={!isTalking}
      />
      {hasDraft || asked !== null ? null : <Examples onChoose={setText} />}
    </div>
  );
  return (
    <Page className={isTalking ? "max-w-384 pb-0 md:pb-0" : undefined}>
      <PageHeader
        title="Describe what you need"
        description={isTalking ? undefined : introduction}
        actions={hasDraft ? <Button onClick={work.reset}>Start over</Button> : undefined}
        className="mb-6"
      />
      {isTalking ? (
        <div className="grid grid-cols-1 items-start gap-8 lg:grid-cols-[22rem_minmax(0,1fr)]">
          <Conversation
            turns={said}
            turnId={work.turnId}
            asked={asked}
            isDisabled={asked !== null || applying.isPending || undo.isPending}
            onAnswer={(question, answer) => void submit(`${question} ${answer}.`)}
            onType={type}
            onUndo={(turn) => void undo.start(turn)}
            onTakeUp={work.takeUp}
            onForget={() => void forgetAll()}
          >
            {prompt}
          </Conversation>
          {hasDraft ? (
            <DraftPanel
              draft={work.draft}
              chosen={chosen}
              picture={picture}
              impacts={impacts}
              onEdit={work.edit}
              onToggle={work.toggle}
              onUndo={() => work.go(undoStep)}
              onRedo={() => work.go(redo)}
            />
          ) : (
            <section aria-labelledby="present-title" className="min-w-0">
              <h2 id="present-title" className="mb-4 font-semibold text-base">
                What your database has now
              </h2>
              {isReady ? <Diagram tables={base.tables} label="Diagram of your database" /> : null}
            </section>
          )}
        </div>
      ) : (
        prompt
      )}
      {chosen.changes.length > 0 ? (
        <ApplyBar
          label={proposalWords(picture.marks)}
          isPending={applying.isPending}
          isDisabled={asked !== null || schema.isFetching}
          warnings={chosen.changes.filter((change) => needsLook(impacts.of(change))).length}
          onApply={() => void applying.apply(work)}
        />
      ) : null}
      <UndoDialog undo={undo} />
    </Page>
  );
}

function NotForViewers() {
  return (
    <Page>
      <PageHeader title="Describe what you need" className="mb-6" />
      <Notice tone="info" title="You can look at this project, but not change its tables.">
        Ask an admin of the organization to make you an editor.
      </Notice>
    </Page>
  );
}

const introduction =
  "Name the things you keep track of, what you know about each, and how they belong together.";

const firstWords = {
  label: "What you need, in your own words",
  placeholder: "A bike workshop with customers, their bikes and repairs…",
  submitLabel: "Propose tables",
};

const refineWords = {
  label: "What should be different?",
  placeholder: "Anything to add or change? Say it here.",
  submitLabel: "Refine",
};
