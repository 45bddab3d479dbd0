"use client";

import { useRef, useState } from "react";
import { call } from "#components/api/client.ts";
import type { ApplyResult, Message, Progress, SchemaProposal } from "#components/api/types.ts";
import type { Change } from "#lib/catalog/types.ts";
import { generateSchema } from "./generate.ts";

/** The whole of a conversation about one database, none of it stored. */
export interface Conversation {
  readonly messages: readonly Message[];
  /** The newest proposal; kept while a follow-up is answered. */
  readonly proposal: SchemaProposal | null;
  /** What leads from the database to the proposal: the changes of every turn, in order. */
  readonly changes: readonly Change[];
  readonly status: "idle" | "thinking" | "applying";
  readonly progress: readonly Progress[];
  readonly error: unknown;
}

const blank: Conversation = {
  messages: [],
  proposal: null,
  changes: [],
  status: "idle",
  progress: [],
  error: null,
};

export function useAssistant(databaseId: string) {
  const [conversation, setConversation] = useState(blank);
  const running = useRef<AbortController | null>(null);
  const patch = (fields: Partial<Conversation>) => setConversation((before) => ({ ...before, ...fields }));

  async function ask(description: string): Promise<boolean> {
    const controller = new AbortController();
    running.current = controller;
    patch({ status: "thinking", progress: [], error: null });
    const { messages, proposal } = conversation;
    try {
      const answer = await generateSchema(
        databaseId,
        { description, ...(proposal ? { messages, base: proposal.schema } : {}) },
        {
          signal: controller.signal,
          onProgress: (step) =>
            setConversation((before) => ({ ...before, progress: [...before.progress, step] })),
        },
      );
      setConversation((before) => answered(before, description, answer));
      return true;
    } catch (error) {
      patch({ status: "idle", error: controller.signal.aborted ? null : error });
      return false;
    }
  }

  /** Applies all changes at once; a `baseVersion` that is no longer the newest makes the server refuse. */
  async function apply(baseVersion: number | undefined): Promise<ApplyResult | null> {
    patch({ status: "applying", error: null });
    try {
      const body = {
        changes: conversation.changes,
        ...(baseVersion === undefined ? {} : { base_version: baseVersion }),
      };
      return await call<ApplyResult>("POST", `/api/database/${databaseId}/schema/apply`, { body });
    } catch (error) {
      patch({ status: "idle", error });
      return null;
    }
  }

  return {
    conversation,
    ask,
    apply,
    cancel: () => running.current?.abort(),
    reset: () => setConversation(blank),
  };
}

function answered(before: Conversation, description: string, answer: SchemaProposal): Conversation {
  const reply = [answer.explanation, ...answer.questions].join("\n");
  return {
    ...before,
    status: "idle",
    progress: [],
    proposal: answer,
    changes: [...before.changes, ...answer.changes],
    messages: [
      ...before.messages,
      { role: "user", content: description },
      { role: "assistant", content: reply },
    ],
  };
}
