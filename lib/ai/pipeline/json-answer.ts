/** A model's text as JSON, without what models put around it. */
export type JsonAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** Takes the JSON object out of an answer that may also hold thoughts, a greeting or a code fence. */
export function parseJsonAnswer(text: string): JsonAnswer {
  const bare = text.replace(/<think>[\s\S]*?(<\/think>|$)/g, "").trim();
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(bare)?.[1];
  for (const candidate of [bare, fenced, betweenBraces(bare)]) {
    const value = candidate === undefined ? undefined : parse(candidate);
    if (value !== undefined) return isObject(value) ? { ok: true, value } : notObject;
  }
  return { ok: false, problem: "The answer is not JSON." };
}

const notObject: JsonAnswer = { ok: false, problem: "The answer is not a JSON object." };

function betweenBraces(text: string): string | undefined {
  const start = text.indexOf("{");
  const end = text.lastIndexOf("}");
  return start < 0 || end <= start ? undefined : text.slice(start, end + 1);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object that is neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The strings of a list, trimmed and cut; anything else in it is left out. */
export function texts(
  value: unknown,
  limits: { readonly count: number; readonly characters: number },
): readonly string[] {
  const list = Array.isArray(value) ? value : [];
  return list
    .filter((one): one is string => typeof one === "string" && one.trim() !== "")
    .slice(0, limits.count)
    .map((one) => one.trim().slice(0, limits.characters));
}

export function text(value: unknown, charactersMax: number): string {
  return typeof value === "string" ? value.trim().slice(0, charactersMax) : "";
}
