"use client";

import { useMemo } from "react";
import type { SchemaCanvasProps } from "#components/canvas/canvas-types.ts";
import { SchemaCanvas } from "#components/canvas/schema-canvas.tsx";

/** Tables and their relations, to look at; all in view whenever tables come or go. */
export function Diagram(props: Pick<SchemaCanvasProps, "tables" | "marks" | "label">) {
  const names = props.tables.map(({ name }) => name).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another value is another wish to see all
  const focus = useMemo(() => ({ all: true }) as const, [names]);
  return (
    <div className="h-[min(36rem,62dvh)] overflow-hidden rounded-xl border">
      <SchemaCanvas {...props} focus={focus} />
    </div>
  );
}
