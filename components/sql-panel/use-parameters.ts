"use client";

import { useMemo, useState } from "react";
import {
  type ParameterType,
  parameterNames,
  type QueryParameter,
  withNamedParameters,
  withNumberedParameters,
} from "#lib/catalog/query-parameters.ts";
import type { Json } from "#lib/catalog/types.ts";
import { wholeText } from "./cell-text.ts";
import type { KnownNames } from "./language/names.ts";
import { parameterUse } from "./language/parameter-use.ts";
import { statementRanges } from "./sql-position.ts";
import type { SqlRequest } from "./stream-results.ts";

/** A `{{name}}` of the text with what is filled in for it. */
export interface FilledParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
  /** Of an enum, while nobody has chosen another type. */
  readonly choices?: readonly string[];
}

/** What somebody has said of a parameter; without a type it goes by its place in the text. */
interface GivenParameter {
  readonly type: ParameterType | null;
  readonly value: string;
}

/** The parameters of the text in the editor: what was given for them is remembered by name. */
export function useParameters(text: string, names: KnownNames) {
  const [known, setKnown] = useState<ReadonlyMap<string, GivenParameter>>(new Map());
  const filled = useMemo(
    () => parameterNames(text).map((name) => filledParameter(text, name, names, known.get(name))),
    [text, names, known],
  );
  const give = (name: string, given: Partial<GivenParameter>) =>
    setKnown((before) =>
      new Map(before).set(name, { ...(before.get(name) ?? { type: null, value: "" }), ...given }),
    );
  return {
    filled,
    give,
    /** A saved query was opened. */
    load: (parameters: readonly QueryParameter[]) =>
      setKnown(
        new Map(
          parameters.map(({ name, type, default: value }) => [
            name,
            // What was saved as a text may be one of an enum's values.
            { type: type === "text" ? null : type, value: value ?? "" },
          ]),
        ),
      ),
    /** As a saved query keeps them: what is filled in is the default. */
    toSave: filled.map(
      ({ name, type, value }): QueryParameter => ({ name, type, default: value === "" ? null : value }),
    ),
  };
}

function filledParameter(
  text: string,
  name: string,
  names: KnownNames,
  given: GivenParameter | undefined,
): FilledParameter {
  const { type = null, value = "" } = given ?? {};
  if (type !== null) return { name, type, value };
  const uses = statementRanges(text).flatMap(
    ({ start, end }) => parameterUse(text.slice(start, end), name, names) ?? [],
  );
  return { name, value, ...(uses[0] ?? { type: "text" }) };
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
    param_types: used.map(sentType),
  };
}

/** An enum's own type has no name here: the server takes it from the place. */
export function sentType({ type, choices }: Pick<FilledParameter, "type" | "choices">): string {
  return choices === undefined ? type : "unknown";
}

/** Postgres reads the text as the type; nothing is NULL, but for a text. */
function givenValue({ type, value, choices }: FilledParameter): Json {
  if (value === "" && (type !== "text" || choices !== undefined)) return null;
  if (type !== "text[]" || value.trimStart().startsWith("{")) return value;
  return value.split(",").map((item) => item.trim());
}

/** A run of the history as it is opened: its text, and what was given for each parameter. A `$n` without a name is `{{pn}}`. */
export function rememberedRun(
  query: string,
  values: readonly Json[],
): { query: string; parameters: readonly QueryParameter[] } {
  const names = parameterNames(query);
  const isNamed = values.length === 0 || names.length > 0;
  const text = isNamed ? query : withNamedParameters(query);
  const parameters = values.map((value, index) =>
    remembered((isNamed ? names[index] : undefined) ?? `p${index + 1}`, value),
  );
  return { query: text, parameters };
}

function remembered(name: string, value: Json): QueryParameter {
  if (Array.isArray(value)) return { name, type: "text[]", default: value.map(String).join(", ") };
  return { name, type: "text", default: value === null ? null : wholeText(value) };
}
