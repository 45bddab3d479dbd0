import type { Monaco } from "@monaco-editor/react";
import type { IDisposable, languages } from "monaco-editor";
import type { Table } from "#lib/catalog/types.ts";
import { type Suggestion, suggestionsAt } from "./completion.ts";

/** Offers the names of the project's tables and columns as somebody types. */
export function registerCompletion(monaco: Monaco, tables: () => readonly Table[]): IDisposable {
  const kinds = {
    table: monaco.languages.CompletionItemKind.Struct,
    column: monaco.languages.CompletionItemKind.Field,
    keyword: monaco.languages.CompletionItemKind.Keyword,
  } as const;
  const provider: languages.CompletionItemProvider = {
    triggerCharacters: ["."],
    provideCompletionItems(model, position) {
      const whole = model.getValue();
      const before = whole.slice(0, model.getOffsetAt(position));
      const word = model.getWordUntilPosition(position);
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: word.startColumn,
        endColumn: word.endColumn,
      };
      const suggestions = suggestionsAt(before, whole, tables()).map((suggestion) => ({
        label: { label: suggestion.label, description: suggestion.detail },
        kind: kinds[suggestion.kind],
        insertText: quoteName(suggestion),
        sortText: `${suggestion.rank}${suggestion.label}`,
        range,
      }));
      return { suggestions };
    },
  };
  return monaco.languages.registerCompletionItemProvider("pgsql", provider);
}

function quoteName({ label, kind }: Suggestion): string {
  return kind === "keyword" || /^[a-z_][a-z0-9_]*$/.test(label) ? label : `"${label.replaceAll('"', '""')}"`;
}
