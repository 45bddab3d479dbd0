"use client";

import Link from "next/link";
import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { connectSnippets, type Framework, frameworks } from "#lib/catalog/codegen/snippets.ts";
import { whoMay } from "#lib/catalog/rules/policy-words.ts";
import type { Table } from "#lib/catalog/types.ts";
import { CodeBlock } from "./code-block.tsx";
import type { ConnectionOptions } from "./connection.ts";

interface ConnectTabProps {
  readonly options: ConnectionOptions;
  readonly tables: readonly Table[];
  /** Where the project's rules are. */
  readonly rulesPath: string;
  /** Whether the reader could make a key. */
  readonly isAdmin: boolean;
  readonly onTypes: () => void;
}

/** Whose code of the snippet runs in a browser, or resolves names as browsers do; the others ask from a server, too. */
const asksFromBrowser: ReadonlySet<Framework> = new Set(["React", "Vue", "curl"]);

/** What to install and to paste, for the framework at hand. */
export function ConnectTab({ options, tables, rulesPath, isAdmin, onTypes }: ConnectTabProps) {
  const [framework, setFramework] = useState<Framework>("Next.js");
  const [tableName, setTableName] = useState<string | null>(null);
  const [asked, setAsked] = useState<"name" | "path" | null>(null);
  const table = tables.find(({ name }) => name === tableName) ?? tables.at(-1);
  if (table === undefined) return null;
  const isUnknownName = options.isNameForBrowsers && !asksFromBrowser.has(framework);
  const isByPath = asked === null ? isUnknownName : asked === "path";
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
          <Field
            label="Address"
            hint={
              isUnknownName && !isByPath
                ? "Outside of browsers many systems do not find names below localhost."
                : undefined
            }
          >
            {(control) => (
              <Select
                {...control}
                value={isByPath ? "path" : "name"}
                onChange={(event) => setAsked(event.target.value === "path" ? "path" : "name")}
              >
                <option value="name">A name of its own</option>
                <option value="path">A path on this host</option>
              </Select>
            )}
          </Field>
        ) : null}
      </div>
      {whoMay(table.policies ?? [], "select") === "nobody" ? (
        <Notice
          tone="info"
          title={`No rule opens ${table.name} to apps yet, so they get an empty list`}
          action={
            <Link
              href={`${rulesPath}?table=${encodeURIComponent(table.name)}`}
              className="text-link underline underline-offset-4"
            >
              Give it a rule
            </Link>
          }
        />
      ) : null}
      {connectSnippets(framework, connection, table).map(({ file, text }) => (
        <CodeBlock
          key={`${file} ${text}`}
          text={text}
          title={file === "" ? "Terminal" : file}
          label={file === "" ? "the command" : file}
        />
      ))}
      {framework === "Expo" && options.isNameForBrowsers ? (
        <p className="text-[0.8125rem] text-soft">
          To a phone or an emulator, localhost is itself. Start Rowhouse with{" "}
          <code className="font-mono text-xs">HOSTNAME=0.0.0.0</code> and{" "}
          <code className="font-mono text-xs">
            APP_URL=http://&lt;this computer’s address&gt;:{portOf(options)}
          </code>
          , and this page shows the address that a phone finds.
        </p>
      ) : null}
      {isTyped(framework) ? (
        <p className="text-[0.8125rem] text-soft">
          <code className="font-mono text-xs">database.types.ts</code>, beside the client, is what{" "}
          <button type="button" className="text-link underline underline-offset-4" onClick={onTypes}>
            Types
          </button>{" "}
          shows. In plain JavaScript leave that import and{" "}
          <code className="font-mono text-xs">{"<Database>"}</code> out.
        </p>
      ) : null}
      <p className="text-[0.8125rem] text-soft">
        {options.byPath.key.startsWith("<") ? missingKey(isAdmin) : ""}
        The public key opens only what the rules open. Keep secret and service keys on a server.
      </p>
    </div>
  );
}

function missingKey(isAdmin: boolean): string {
  return isAdmin
    ? "No public key is in force any more: make a publishable one under Keys. "
    : "An admin of the organization can give you the public key. ";
}

/** Whether the framework's client is written in TypeScript. */
function isTyped(framework: Framework): boolean {
  return framework !== "Python" && framework !== "curl";
}

function portOf({ byPath: { url } }: ConnectionOptions): string {
  return new URL(url).port || "80";
}
