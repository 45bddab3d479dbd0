import type { Draft, GenerateInput, Renames } from "../proposal.ts";
import { complete, readWords } from "./create.ts";
import { domainOf } from "./interpret/context.ts";
import { lexicon } from "./lexicon.ts";
import { render } from "./model/render.ts";
import { expand, normalise, withoutSql } from "./text/normalise.ts";
import { repairSpelling } from "./text/spelling.ts";
import { tokenise } from "./text/tokens.ts";

const noRenames: Renames = { tables: {}, columns: {} };

/** Plain words → schema, without a model or a network. Deterministic and total: it asks back instead of failing. */
export function generateBuiltin(input: GenerateInput): Draft {
  const text = repairSpelling(expand(withoutSql(normalise(input.description))), lexicon());
  const context = readWords(text, input.base);
  if (context.model.tables.filter((t) => t.origin !== "base").length < 2 && context.domains.length === 0) {
    const domain = domainOf(context, tokenise(text));
    if (domain !== null) context.domains.push(domain);
  }
  complete(context);
  const schema = render(context.model);
  const isEmpty = schema.tables.length === input.base.tables.length;
  if (isEmpty)
    return {
      status: "clarify",
      schema: input.base,
      renames: noRenames,
      explanation: "",
      assumptions: [],
      questions: ["Which things do you want to keep track of?"],
    };
  return {
    status: "ok",
    schema,
    renames: noRenames,
    explanation: "",
    assumptions: context.model.assumptions,
    questions: [],
  };
}
