"use client";

import { useRef, useState } from "react";
import type { AssistantAnswer, Progress } from "#components/api/types.ts";
import { type AskInput, askAssistant } from "./ask.ts";

/** A question that is being answered. */
export interface Asked {
  readonly description: string;
  readonly progress: readonly Progress[];
}

/** One question at a time, with what is going on meanwhile. */
export function useAsk(databaseId: string) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController | null>(null);

  /** Null: it was refused, failed, or was called off. */
  async function ask(input: AskInput): Promise<AssistantAnswer | null> {
    const controller = new AbortController();
    running.current = controller;
    setAsked({ description: input.description, progress: [] });
    setError(null);
    try {
      return await askAssistant(databaseId, input, {
        signal: controller.signal,
        onProgress: (step) =>
          setAsked((before) => before && { ...before, progress: [...before.progress, step] }),
      });
    } catch (cause) {
      setError(controller.signal.aborted ? null : cause);
      return null;
    } finally {
      setAsked(null);
    }
  }

  return { asked, error, ask, cancel: () => running.current?.abort() };
}
