"use client";

import { useRef, useState } from "react";
import { call } from "#components/api/client.ts";
import type { ImportInfo } from "./types.ts";

const partBytes = 4 * 1024 * 1024;
const attemptsMax = 5;

export interface Upload {
  readonly name: string;
  readonly sent: number;
  readonly bytes: number;
}

/** Sends a file in parts; one that does not arrive is sent again. */
export function useUpload(databaseId: string) {
  const [upload, setUpload] = useState<Upload | null>(null);
  const stop = useRef<AbortController | null>(null);

  /** @returns the import's id; null when somebody has stopped it. @throws {ApiError} */
  async function start(file: File): Promise<string | null> {
    const controller = new AbortController();
    stop.current = controller;
    const { signal } = controller;
    const bytes = file.size;
    setUpload({ name: file.name, sent: 0, bytes });
    try {
      const body = { file_name: file.name, bytes };
      const made = await call<{ import: ImportInfo }>("POST", `/api/database/${databaseId}/imports`, {
        body,
        signal,
      });
      const path = `/api/database/${databaseId}/imports/${made.import.id}`;
      for (let sent = 0; sent < bytes; ) {
        sent = await sendPart(`${path}/content?offset=${sent}`, file.slice(sent, sent + partBytes), signal);
        setUpload({ name: file.name, sent, bytes });
      }
      return made.import.id;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      setUpload(null);
    }
  }

  return { upload, start, cancel: () => stop.current?.abort() };
}

async function sendPart(path: string, bytes: Blob, signal: AbortSignal): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await call<{ received_bytes: number }>("PUT", path, { bytes, signal })).received_bytes;
    } catch (error) {
      const { status } = error as { readonly status?: number };
      const isPassing = status === 0 || status === 429 || (status !== undefined && status >= 500);
      if (signal.aborted || !isPassing || attempt >= attemptsMax) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    }
  }
}
