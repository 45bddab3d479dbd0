"use client";

import { useEffect, useState } from "react";
import { parameterNames, withNumberedParameters } from "#lib/catalog/query-parameters.ts";
import { checkSql } from "./panel-api.ts";
import type { SqlProblem } from "./sql-position.ts";
import { problemsOf } from "./sql-problem.ts";
import { type FilledParameter, sentType } from "./use-parameters.ts";

const afterMs = 350;
/** A pasted dump is looked at when it is run. */
const lengthMax = 50_000;

/** What is wrong with a text, a moment after it was typed. The server has the last word; silence when it cannot be asked. */
export function useCheck(
  databaseId: string,
  text: string,
  parameters: readonly FilledParameter[],
): readonly SqlProblem[] {
  const [found, setFound] = useState<{ readonly text: string; readonly problems: readonly SqlProblem[] }>(
    nothing,
  );
  const types = parameters.map((one) => `${one.name} ${sentType(one)}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the parameters only the types matter here
  useEffect(() => {
    if (text.trim() === "" || text.length > lengthMax) return setFound(nothing);
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const names = parameterNames(text);
      const query = withNumberedParameters(text, names);
      const paramTypes = names.map((name) => {
        const parameter = parameters.find((one) => one.name === name);
        return parameter === undefined ? "text" : sentType(parameter);
      });
      try {
        const checked = await checkSql(databaseId, { query, param_types: paramTypes }, controller.signal);
        setFound({ text, problems: problemsOf(checked, text) });
      } catch {
        // Too many at once, no connection: running it will tell.
        if (!controller.signal.aborted) setFound(nothing);
      }
    }, afterMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [databaseId, text, types]);
  // Marks of another text would stand at the wrong place.
  return found.text === text ? found.problems : none;
}

const none: readonly SqlProblem[] = [];
const nothing = { text: "", problems: none };
