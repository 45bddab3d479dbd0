"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import type { Upload } from "./use-upload.ts";
import { bytesWords } from "./words.ts";

interface ChooseFileProps {
  readonly upload: Upload | null;
  readonly onFile: (file: File) => void;
  readonly onCancel: () => void;
}

const accepted = ".csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.xlsx,.sql,.dump,text/csv,application/json";

/** Where a file is dropped, chosen or pasted; while it is sent, how far it is. */
export function ChooseFile({ upload, onFile, onCancel }: ChooseFileProps) {
  const [isPasting, setPasting] = useState(false);
  if (upload !== null) return <Sending upload={upload} onCancel={onCancel} />;
  if (isPasting) return <Paste onFile={onFile} onBack={() => setPasting(false)} />;
  return <DropZone onFile={onFile} onPaste={() => setPasting(true)} />;
}

function DropZone({
  onFile,
  onPaste,
}: {
  readonly onFile: (file: File) => void;
  readonly onPaste: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  const [isOver, setOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way more; the buttons inside do the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "grid justify-items-center gap-4 rounded-xl border border-control/60 border-dashed px-6 py-10 text-center transition-colors",
        isOver ? "border-accent bg-tint" : "bg-raised",
      )}
    >
      <FileUp aria-hidden="true" className="size-8 text-link" />
      <div>
        <p className="font-medium">Drop a file here</p>
        <p id={hint} className="mt-1 text-[0.8125rem] text-soft">
          CSV, TSV, Excel (.xlsx), JSON, NDJSON, or a SQL dump. You see what becomes of it before anything is
          stored.
        </p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button variant="primary" aria-describedby={hint} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <Button onClick={onPaste}>Paste text</Button>
      </div>
      <input
        ref={input}
        type="file"
        accept={accepted}
        className="sr-only"
        tabIndex={-1}
        aria-label="File to import"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
          target.value = "";
        }}
      />
    </div>
  );
}

function Paste({ onFile, onBack }: { readonly onFile: (file: File) => void; readonly onBack: () => void }) {
  const [text, setText] = useState("");
  return (
    <form
      className="grid gap-4 rounded-xl border bg-raised p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") onFile(new File([text], "pasted.txt", { type: "text/plain" }));
      }}
    >
      <Field
        label="Pasted text"
        hint="Cells copied from a spreadsheet, CSV, or JSON. The first line may name the columns."
      >
        {(control) => (
          <Textarea
            {...control}
            value={text}
            onChange={({ target }) => setText(target.value)}
            rows={8}
            spellCheck={false}
            className="font-mono text-[0.8125rem]"
            autoFocus
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={text.trim() === ""}>
          Continue
        </Button>
        <Button onClick={onBack}>Choose a file instead</Button>
      </div>
    </form>
  );
}

function Sending({ upload, onCancel }: { readonly upload: Upload; readonly onCancel: () => void }) {
  const percent = Math.floor((upload.sent / Math.max(upload.bytes, 1)) * 100);
  return (
    <div className="grid gap-3 rounded-xl border bg-raised p-5">
      <p role="status" className="font-medium">
        Uploading {upload.name}
      </p>
      <progress className="h-2 w-full accent-accent" max={100} value={percent} aria-label="Uploaded" />
      <div className="flex items-center justify-between gap-4">
        <p className="text-[0.8125rem] text-soft tabular-nums">
          {bytesWords(upload.sent)} of {bytesWords(upload.bytes)}
        </p>
        <Button size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
