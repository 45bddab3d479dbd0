import { CornerDownRight } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { answersTo } from "./question-answers.ts";

interface QuestionsProps {
  readonly questions: readonly string[];
  readonly isDisabled: boolean;
  /** Sends an answer at once. */
  readonly onAnswer: (question: string, answer: string) => void;
  /** Puts the question into the field, for an answer that has to be typed. */
  readonly onType: (question: string) => void;
}

/** What is still open: each question with the answers that one click gives. */
export function Questions({ questions, isDisabled, onAnswer, onType }: QuestionsProps) {
  return (
    <section aria-label={questions.length === 1 ? "One question" : "Questions"} className="grid gap-2">
      {questions.map((question) => (
        <div key={question} className="grid gap-2 rounded-lg bg-tint px-3.5 py-3">
          <p className="flex items-start gap-2.5">
            <CornerDownRight aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-link" />
            {question}
          </p>
          <div className="flex flex-wrap gap-2 pl-6.5">
            {answersTo(question).map((answer) => (
              <Button
                key={answer}
                size="sm"
                disabled={isDisabled}
                aria-label={`${answer}: ${question}`}
                onClick={() => onAnswer(question, answer)}
              >
                {answer}
              </Button>
            ))}
            <Button
              size="sm"
              variant="ghost"
              disabled={isDisabled}
              aria-label={`Answer: ${question}`}
              onClick={() => onType(question)}
            >
              {answersTo(question).length > 0 ? "Something else…" : "Answer…"}
            </Button>
          </div>
        </div>
      ))}
    </section>
  );
}
