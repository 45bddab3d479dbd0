"use client";

import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { connectSnippets, type Framework, frameworks } from "#lib/catalog/codegen/snippets.ts";
import type { Table } from "#lib/catalog/types.ts";
import { CodeBlock } from "./code-block.tsx";
import type { ConnectionOptions } from "./connection.ts";

interface ConnectTabProps {
  readonly options: ConnectionOptions;
  readonly tables: readonly Table[];
}

/** What to install and to paste, for the framework at hand. */
export function ConnectTab({ options, tables }: ConnectTabProps) {
  const [framework, setFramework] = useState<Framework>("Next.js");
  const [tableName, setTableName] = useState<string | null>(null);
  const [isByPath, setByPath] = useState(false);
  const table = tables.find(({ name }) => name === tableName) ?? tables.at(-1);
  if (table === undefined) return null;
  const connection = isByPath ? options.byPath : options.preferred;
  const hasChoice = options.preferred !== options.byPath;
  return (
    <div className="grid grid-cols-1 gap-5">
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
        <Field label="Framework">
          {(control) => (
            <Select
              {...control}
              value={framework}
              onChange={(event) => setFramework(event.target.value as Framework)}
            >
              {frameworks.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Table">
          {(control) => (
            <Select {...control} value={table.name} onChange={(event) => setTableName(event.target.value)}>
              {tables.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          )}
        </Field>
        {hasChoice ? (
          <Field label="Address">
            {(control) => (
              <Select
                {...control}
                value={isByPath ? "path" : "name"}
                onChange={(event) => setByPath(event.target.value === "path")}
              >
                <option value="name">A name of its own</option>
                <option value="path">A path on this host</option>
              </Select>
            )}
          </Field>
        ) : null}
      </div>
      {connectSnippets(framework, connection, table).map(({ file, language, text }) => (
        <CodeBlock
          key={`${file} ${language} ${text}`}
          text={text}
          title={file === "" ? (language === "sh" ? "Terminal" : "Anywhere") : file}
          label={file === "" ? "the snippet" : file}
        />
      ))}
      <p className="text-[0.8125rem] text-soft">
        The public key opens only what the rules open. Keep secret and service keys on a server.
      </p>
    </div>
  );
}
