"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { explain } from "#components/api/api-error.ts";
import { call } from "#components/api/client.ts";
import { useForget, useTables } from "#components/api/queries.ts";
import { Page } from "#components/shell/page.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ChooseFile } from "./choose-file.tsx";
import { ExportCard } from "./export-card.tsx";
import { ImportList } from "./import-list.tsx";
import { PrepareImport } from "./prepare-import.tsx";
import { importsKey, useImport, useImports } from "./use-imports.ts";
import { useUpload } from "./use-upload.ts";
import { WatchImport } from "./watch-import.tsx";

/** Files into the database and out of it. Which import is open stands in the address: it is there after a reload. */
export function TransferPage() {
  const { databaseId, role } = useProject();
  const parameters = useSearchParams();
  const [importId, tableName] = [parameters.get("import"), parameters.get("table")];
  const open = useOpen(tableName);
  const imports = useImports(databaseId);
  return (
    <Page>
      <PageHeader
        title="Import and export"
        description="Files become rows, and rows become files."
        className="mb-7"
      />
      <div className="grid grid-cols-1 gap-10">
        {mayDo(role, "editor") ? (
          importId === null ? (
            <NewImport databaseId={databaseId} onUploaded={open} />
          ) : (
            <OpenImport key={importId} importId={importId} tableName={tableName} onClose={() => open(null)} />
          )
        ) : null}
        {importId === null ? (
          <>
            <ImportList
              items={
                imports.data?.items.filter(({ status }) => status !== "uploading" || mayDo(role, "editor")) ??
                []
              }
              onOpen={open}
            />
            <ExportCard databaseId={databaseId} />
          </>
        ) : null}
      </div>
    </Page>
  );
}

/** Opens an import, or the page without one. */
function useOpen(tableName: string | null): (importId: string | null) => void {
  const router = useRouter();
  const { id, databaseId } = useProject();
  const client = useQueryClient();
  return (importId) => {
    void client.invalidateQueries({ queryKey: importsKey(databaseId) });
    const query = new URLSearchParams({
      ...(tableName === null ? {} : { table: tableName }),
      ...(importId === null ? {} : { import: importId }),
    }).toString();
    router.push(`/projects/${id}/database/transfer${query === "" ? "" : `?${query}`}`);
  };
}

interface NewImportProps {
  readonly databaseId: string;
  readonly onUploaded: (importId: string) => void;
}

function NewImport({ databaseId, onUploaded }: NewImportProps) {
  const [failure, setFailure] = useState<unknown>(null);
  const { upload, start, cancel } = useUpload(databaseId);
  async function send(file: File) {
    setFailure(null);
    if (file.size === 0) {
      setFailure(new Error("empty"));
      return;
    }
    try {
      const importId = await start(file);
      if (importId !== null) onUploaded(importId);
    } catch (error) {
      setFailure(error);
    }
  }
  const told =
    failure instanceof Error && failure.message === "empty"
      ? { title: "The file is empty." }
      : explain(failure);
  return (
    <section aria-label="New import" className="grid gap-4">
      {failure ? (
        <Notice tone="danger" title={told.title}>
          {"description" in told ? told.description : null}
        </Notice>
      ) : null}
      <ChooseFile upload={upload} onFile={(file) => void send(file)} onCancel={cancel} />
    </section>
  );
}

interface OpenImportProps {
  readonly importId: string;
  readonly tableName: string | null;
  readonly onClose: () => void;
}

function OpenImport({ importId, tableName, onClose }: OpenImportProps) {
  const { databaseId } = useProject();
  const item = useImport(databaseId, importId);
  const tables = useTables(databaseId);
  const forget = useForget(databaseId);
  const client = useQueryClient();
  const refresh = () => void client.invalidateQueries({ queryKey: importsKey(databaseId) });
  const error = item.error ?? tables.error;
  if (error) {
    return (
      <Notice tone="danger" title={explain(error).title}>
        {explain(error).description}
      </Notice>
    );
  }
  if (item.data === undefined || tables.data === undefined) {
    return (
      <div role="status" aria-label="Loading the import">
        <Skeleton className="h-64 rounded-xl" />
      </div>
    );
  }
  if (item.data.status !== "uploading") {
    return <WatchImport item={item.data} onAgain={onClose} onChanged={refresh} />;
  }
  const discard = () => {
    // What is not thrown away now is so after a day.
    void call("DELETE", `/api/database/${databaseId}/imports/${importId}`)
      .catch(() => undefined)
      .then(onClose);
  };
  if (item.data.received_bytes < item.data.bytes) {
    return (
      <Notice
        tone="warn"
        title="The upload of this file was not finished."
        action={
          <button
            type="button"
            className="rounded font-medium text-link underline-offset-4 hover:underline"
            onClick={discard}
          >
            Start over
          </button>
        }
      >
        Choose the file again: only whole files are imported.
      </Notice>
    );
  }
  return (
    <PrepareImport
      databaseId={databaseId}
      file={item.data}
      tables={tables.data}
      tableName={tableName}
      onStarted={() => {
        refresh();
        void forget.schema();
      }}
      onDiscard={discard}
    />
  );
}
