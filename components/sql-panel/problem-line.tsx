import { CircleAlert } from "lucide-react";
import { lineOf, type SqlProblem } from "./sql-position.ts";

interface ProblemLineProps {
  readonly problems: readonly SqlProblem[];
  readonly text: string;
  readonly onGo: (problem: SqlProblem) => void;
}

/** What the marks in the text say, for whoever does not see or hover them; a click goes there. */
export function ProblemLine({ problems, text, onGo }: ProblemLineProps) {
  const [first] = problems;
  return (
    <div role="status" className="absolute inset-x-0 bottom-0">
      {first === undefined ? null : (
        <button
          type="button"
          className="flex w-full items-center gap-2 border-t bg-danger-tint px-3 py-1.5 text-left text-[0.8125rem] text-danger"
          onClick={() => onGo(first)}
        >
          <CircleAlert aria-hidden="true" className="size-4 shrink-0" />
          <span className="min-w-0 truncate">
            Line {lineOf(text, first.range.start)}: {first.message.replaceAll("\n", ". ")}
          </span>
          {problems.length > 1 ? (
            <span className="ml-auto shrink-0">and {problems.length - 1} more</span>
          ) : null}
        </button>
      )}
    </div>
  );
}
