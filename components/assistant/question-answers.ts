/** Answers that can be given to a question by one click; none: it has to be typed. */
export function answersTo(question: string): readonly string[] {
  const asked = question.trim().replace(/\s+/g, " ");
  const alternatives = alternativesOf(asked);
  if (alternatives !== null) return alternatives;
  return yesOrNo.test(asked) ? ["Yes", "No"] : [];
}

const yesOrNo =
  /^(?:should|shall|do|does|did|is|are|was|were|can|could|may|might|will|would|must|has|have|need)\b/i;

/** "Is it paid by hour or by day?" can be answered by "by hour" and "by day". */
function alternativesOf(question: string): readonly string[] | null {
  const found = /^(?<before>[^?]*?),? or (?<last>[^?,]{1,60})\?$/i.exec(question);
  const { before, last } = found?.groups ?? {};
  if (before === undefined || last === undefined || !yesOrNo.test(question)) return null;
  if (/^not$/i.test(last.trim())) return null;
  const words = before.split(" ");
  const opening = last.trim().split(" ")[0] ?? "";
  const same = words.findLastIndex((word) => word.toLowerCase() === opening.toLowerCase());
  const start = same > 0 ? same : words.length - last.trim().split(" ").length;
  const first = words.slice(Math.max(start, 1)).join(" ");
  // Several things with commas between them are no either-or that two buttons could hold.
  return first === "" || first.length > 60 || first.includes(",") ? null : [first, last.trim()];
}
