"use client";

import { useState } from "react";
import {
  type ParameterType,
  parameterNames,
  type QueryParameter,
  withNumberedParameters,
} from "#lib/catalog/query-parameters.ts";
import type { Json } from "#lib/catalog/types.ts";
import type { SqlRequest } from "./stream-results.ts";

/** A `{{name}}` of the text with what is filled in for it. */
export interface FilledParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
}

/** The parameters of the text in the editor: their types and values are remembered by name. */
export function useParameters(text: string) {
  const [known, setKnown] = useState<ReadonlyMap<string, FilledParameter>>(new Map());
  const filled = parameterNames(text).map(
    (name): FilledParameter => known.get(name) ?? { name, type: "text", value: "" },
  );
  return {
    filled,
    fill: (parameter: FilledParameter) =>
      setKnown((before) => new Map(before).set(parameter.name, parameter)),
    /** A saved query was opened. */
    load: (parameters: readonly QueryParameter[]) =>
      setKnown(
        new Map(
          parameters.map(({ name, type, default: value }) => [name, { name, type, value: value ?? "" }]),
        ),
      ),
    /** As a saved query keeps them: what is filled in is the default. */
    toSave: filled.map(
      ({ name, type, value }): QueryParameter => ({ name, type, default: value === "" ? null : value }),
    ),
  };
}

/** A text with its parameters as the server takes them: beside the text, never in it. */
export function requestOf(
  text: string,
  filled: readonly FilledParameter[],
): Pick<SqlRequest, "query" | "params" | "param_types"> {
  const names = parameterNames(text);
  if (names.length === 0) return { query: text };
  const used = names.map(
    (name) => filled.find((one) => one.name === name) ?? { name, type: "text" as const, value: "" },
  );
  return {
    query: withNumberedParameters(text, names),
    params: used.map(givenValue),
    param_types: used.map(({ type }) => type),
  };
}

/** Postgres reads the text as the type; nothing is NULL, but for a text. */
function givenValue({ type, value }: FilledParameter): Json {
  if (value === "" && type !== "text") return null;
  if (type !== "text[]" || value.trimStart().startsWith("{")) return value;
  return value.split(",").map((item) => item.trim());
}
