"use client";

import Link from "next/link";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { Notice } from "#components/ui/notice.tsx";
import { connectSnippets, type Framework, frameworks } from "#lib/catalog/codegen/snippets.ts";
import { whoMay } from "#lib/catalog/rules/policy-words.ts";
import type { Table } from "#lib/catalog/types.ts";
import { CodeBlock } from "./code-block.tsx";
import { type AddressForm, ConnectChoices } from "./connect-choices.tsx";
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
  const [framework, setFramework] = useState<Framework>(frameworks[0]);
  const [tableName, setTableName] = useState<string | null>(null);
  const [asked, setAsked] = useState<AddressForm | null>(null);
  const table = tables.find(({ name }) => name === tableName) ?? tables.at(-1);
  if (table === undefined) return null;
  const isUnknownName = options.isNameForBrowsers && !asksFromBrowser.has(framework);
  const isByPath = asked === null ? isUnknownName : asked === "path";
  const connection = isByPath ? options.byPath : options.preferred;
  return (
    <Tabs.Root
      value={framework}
      onValueChange={(name) => setFramework(name as Framework)}
      className="grid grid-cols-1 gap-5"
    >
      <Tabs.List aria-label="Framework" className="flex flex-wrap gap-1">
        {frameworks.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="rounded-md border border-transparent px-3 py-1.5 text-soft hover:text-ink data-[state=active]:border-line data-[state=active]:bg-sunken data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value={framework} tabIndex={-1} className="grid grid-cols-1 gap-5">
        <ConnectChoices
          table={table.name}
          tables={tables.map(({ name }) => name)}
          addresses={{ name: options.preferred.url, path: options.byPath.url }}
          address={options.preferred === options.byPath ? null : isByPath ? "path" : "name"}
          addressHint={
            isUnknownName && !isByPath
              ? "Outside of browsers many systems do not find names below localhost."
              : undefined
          }
          onTable={setTableName}
          onAddress={setAsked}
        />
        {whoMay(table, "select") === "nobody" ? (
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
        {framework === "Expo" && options.isNameForBrowsers ? <PhoneHint port={portOf(options)} /> : null}
        {isTyped(framework) ? <TypesHint onTypes={onTypes} /> : null}
        <p className="text-[0.8125rem] text-soft">
          {options.byPath.key.startsWith("<") ? missingKey(isAdmin) : ""}
          The public key opens only what the rules open. Keep secret and service keys on a server.
        </p>
      </Tabs.Content>
    </Tabs.Root>
  );
}

function PhoneHint({ port }: { readonly port: string }) {
  return (
    <p className="text-[0.8125rem] text-soft">
      To a phone or an emulator, localhost is itself. Start Rowhouse with{" "}
      <code className="font-mono text-xs">HOSTNAME=0.0.0.0</code> and{" "}
      <code className="font-mono text-xs">APP_URL=http://&lt;this computer’s address&gt;:{port}</code>, and
      this page shows the address that a phone finds.
    </p>
  );
}

function TypesHint({ onTypes }: Pick<ConnectTabProps, "onTypes">) {
  return (
    <p className="text-[0.8125rem] text-soft">
      <code className="font-mono text-xs">database.types.ts</code>, beside the client, is what{" "}
      <button type="button" className="text-link underline underline-offset-4" onClick={onTypes}>
        Types
      </button>{" "}
      shows. In plain JavaScript leave that import and{" "}
      <code className="font-mono text-xs">{"<Database>"}</code> out.
    </p>
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
