import type { Monaco } from "@monaco-editor/react";
import type { editor, IDisposable, IMarkdownString, IRange, languages, Position } from "monaco-editor";
import { suggestionsAt } from "./language/completion.ts";
import { callAt, nameAt } from "./language/help.ts";
import type { KnownNames } from "./language/names.ts";
import type { Suggestion } from "./language/suggestion.ts";
import { sqlLanguage } from "./sql-tokens.ts";

type Names = () => KnownNames;

/** Completion, help on calls and on names, over what the project has. */
export function registerLanguage(monaco: Monaco, names: Names): IDisposable {
  const registered = [
    monaco.languages.registerCompletionItemProvider(sqlLanguage, completion(monaco, names)),
    monaco.languages.registerSignatureHelpProvider(sqlLanguage, signatures(names)),
    monaco.languages.registerHoverProvider(sqlLanguage, hover(names)),
  ];
  return {
    dispose: () => {
      for (const one of registered) one.dispose();
    },
  };
}

function completion(monaco: Monaco, names: Names): languages.CompletionItemProvider {
  const { CompletionItemKind: kinds, CompletionItemInsertTextRule: rules } = monaco.languages;
  const kindOf: Readonly<Record<Suggestion["kind"], languages.CompletionItemKind>> = {
    table: kinds.Struct,
    view: kinds.Interface,
    query: kinds.Variable,
    column: kinds.Field,
    function: kinds.Function,
    keyword: kinds.Keyword,
    snippet: kinds.Snippet,
    join: kinds.Reference,
    value: kinds.EnumMember,
  };
  return {
    triggerCharacters: [".", " ", "("],
    provideCompletionItems(model, position, context) {
      const text = model.getValue();
      const found = suggestionsAt(text, model.getOffsetAt(position), names());
      // A space or bracket opens the list only where a name has to follow.
      const isAsked = context.triggerCharacter === undefined || context.triggerCharacter === ".";
      const shown =
        isAsked || found.every(({ kind }) => kind !== "keyword" && kind !== "function") ? found : [];
      const range = wordRange(model, position);
      return {
        suggestions: shown.map((one) => ({
          label: { label: one.label, description: one.detail },
          kind: kindOf[one.kind],
          insertText: one.text,
          ...(one.isSnippet === true ? { insertTextRules: rules.InsertAsSnippet } : {}),
          ...(one.documentation === undefined ? {} : { documentation: one.documentation }),
          sortText: `${one.rank}${one.label}`,
          ...(one.kind === "function"
            ? { command: { id: "editor.action.triggerParameterHints", title: "Arguments" } }
            : {}),
          range,
        })),
      };
    },
  };
}

function wordRange(model: editor.ITextModel, { lineNumber, column }: Position): IRange {
  const before = model.getLineContent(lineNumber).slice(0, column - 1);
  const typed = /(?:"(?:[^"]|"")*|[\p{L}_][\p{L}\p{N}_$]*)$/u.exec(before)?.[0] ?? "";
  return {
    startLineNumber: lineNumber,
    endLineNumber: lineNumber,
    startColumn: column - typed.length,
    endColumn: column,
  };
}

function signatures(names: Names): languages.SignatureHelpProvider {
  return {
    signatureHelpTriggerCharacters: ["(", ","],
    provideSignatureHelp(model, position) {
      const help = callAt(model.getValue(), model.getOffsetAt(position), names());
      if (help === null) return null;
      const signaturesOf = help.functions.map(({ name, arguments: args, returns, description }) => ({
        label: `${name}(${args}) → ${returns}`,
        documentation: description,
        parameters: args === "" ? [] : args.split(", ").map((label) => ({ label })),
      }));
      const fitting = signaturesOf.findIndex(({ parameters }) => parameters.length > help.argument);
      const value = {
        signatures: signaturesOf,
        activeSignature: Math.max(fitting, 0),
        activeParameter: help.argument,
      };
      return { value, dispose: () => undefined };
    },
  };
}

function hover(names: Names): languages.HoverProvider {
  return {
    provideHover(model, position) {
      const help = nameAt(model.getValue(), model.getOffsetAt(position), names());
      if (help === null) return null;
      const [start, end] = [model.getPositionAt(help.start), model.getPositionAt(help.end)];
      return {
        range: {
          startLineNumber: start.lineNumber,
          startColumn: start.column,
          endLineNumber: end.lineNumber,
          endColumn: end.column,
        },
        // Not trusted, no HTML: descriptions are people's own words.
        contents: help.lines
          .filter(Boolean)
          .map((value): IMarkdownString => ({ value, isTrusted: false, supportHtml: false })),
      };
    },
  };
}
