import { CornerDownRight } from "lucide-react";
import type { Message, SchemaProposal } from "#components/api/types.ts";
import { changeWords } from "#components/tables/change-words.ts";
import type { Change, Schema, Table } from "#lib/catalog/types.ts";
import { compareSchema, droppedTables, type MarkedTable } from "./compare-schema.ts";
import { GeneratorBadge } from "./generator-badge.tsx";
import { TableCard } from "./table-card.tsx";

interface ProposalViewProps {
  readonly proposal: SchemaProposal;
  readonly changes: readonly Change[];
  readonly current: Schema;
  readonly messages: readonly Message[];
  /** Puts the beginning of an answer into the follow-up field. */
  readonly onAnswer: (question: string) => void;
}

/** The proposal: why, what was assumed, what is still open, and every table it touches. */
export function ProposalView({ proposal, changes, current, messages, onAnswer }: ProposalViewProps) {
  const marked = compareSchema(current, proposal.schema);
  const touched = marked.filter((item) => item.mark !== "kept");
  const kept = marked.filter((item) => item.mark === "kept").map((item) => item.table.name);
  const others = changes.filter((change) => isUnseen(change, touched));
  const dropped = droppedTables(current, proposal.schema);
  return (
    <div className="grid grid-cols-1 gap-7">
      <Requests messages={messages} />
      <div className="max-w-prose">
        <p className="text-base">{proposal.explanation}</p>
        <div className="mt-2">
          <GeneratorBadge generator={proposal.generator} />
        </div>
      </div>
      <Questions questions={proposal.questions} onAnswer={onAnswer} />
      {touched.length > 0 ? (
        <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {touched.map((item) => (
            <TableCard
              key={item.table.name}
              marked={item}
              referencedBy={referencesTo(item.table.name, proposal.schema.tables)}
            />
          ))}
        </div>
      ) : null}
      <Lines
        title="Also"
        lines={[...others.map(changeWords), ...dropped.map((name) => `Drop the table ${name}`)]}
      />
      <Lines title="Assumed" lines={proposal.assumptions} />
      {touched.length > 0 && kept.length > 0 ? (
        <p className="text-faint text-xs">
          Stays as it is: <span className="font-mono">{kept.join(", ")}</span>
        </p>
      ) : null}
    </div>
  );
}

/** What was asked for so far, in the person's own words. */
function Requests({ messages }: { readonly messages: readonly Message[] }) {
  const requests = messages
    .filter((message) => message.role === "user")
    .map(({ content }, place) => ({ content, place }));
  return (
    <ol aria-label="What you asked for" className="grid max-w-prose gap-2">
      {requests.map(({ content, place }) => (
        <li key={place} className="line-clamp-3 whitespace-pre-line border-l-2 pl-3.5 text-soft">
          {content}
        </li>
      ))}
    </ol>
  );
}

const drawn: ReadonlySet<Change["kind"]> = new Set([
  "create_table",
  "drop_table",
  "add_column",
  "alter_column",
  "move_column",
  "drop_column",
]);

/** Changes that no card shows; those of a table that is new are on its card all the same. */
function isUnseen(change: Change, touched: readonly MarkedTable[]): boolean {
  if (drawn.has(change.kind) || change.kind === "create_table") return false;
  return !touched.some((item) => item.mark === "new" && item.table.name === change.table);
}

function referencesTo(name: string, tables: readonly Table[]): readonly string[] {
  return tables
    .filter(
      (table) => table.name !== name && table.columns.some((column) => column.references?.table === name),
    )
    .map((table) => table.name);
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className="max-w-prose">
      <h2 className="font-semibold text-[0.8125rem]">{title}</h2>
      <ul className="mt-1.5 grid list-disc gap-1 pl-5 text-soft marker:text-faint">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}

interface QuestionsProps {
  readonly questions: readonly string[];
  readonly onAnswer: (question: string) => void;
}

function Questions({ questions, onAnswer }: QuestionsProps) {
  if (questions.length === 0) return null;
  return (
    <div>
      <h2 className="font-semibold text-[0.8125rem]">
        {questions.length === 1 ? "One question" : "Questions"}
      </h2>
      <ul className="mt-2 grid gap-2">
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAnswer(question)}
              className="flex w-full max-w-prose items-start gap-2.5 rounded-lg bg-tint px-3.5 py-2.5 text-left hover:brightness-97"
            >
              <CornerDownRight aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-link" />
              <span>
                {question} <span className="font-medium text-link underline underline-offset-4">Answer</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
