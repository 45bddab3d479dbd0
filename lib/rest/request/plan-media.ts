/** `application/vnd.pgrst.plan…`: how the answer would be made, in place of it. */
export interface PlanMedia {
  readonly format: "json" | "text";
  /** What is asked for otherwise: the media type whose answer is explained. */
  readonly of: string;
  readonly isAnalyze: boolean;
  readonly contentType: string;
}

const name = /^\s*application\/vnd\.pgrst\.plan(?:\+(json|text))?\s*(?:;|$)/i;
const wanted = /;\s*for="?([^";]+)"?/i;
const options = /;\s*options=([\w|]+)/i;

/** Null when a client accepts anything else. */
export function planMedia(accept: string | null): PlanMedia | null {
  const found = accept === null ? null : name.exec(accept);
  if (accept === null || found === null) return null;
  const format = found[1]?.toLowerCase() === "json" ? "json" : "text";
  const of = wanted.exec(accept)?.[1] ?? "application/json";
  const asked = (options.exec(accept)?.[1]?.split("|") ?? []).filter((option) => known.has(option));
  const told = asked.length === 0 ? "" : ` options=${asked.join("|")};`;
  return {
    format,
    of,
    isAnalyze: asked.includes("analyze"),
    contentType: `application/vnd.pgrst.plan+${format}; for="${of}";${told} charset=utf-8`,
  };
}

const known: ReadonlySet<string> = new Set(["analyze", "verbose", "settings", "buffers", "wal"]);
