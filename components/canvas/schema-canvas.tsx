"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "#components/ui/skeleton.tsx";

/** The tables of a schema as cards, their relations as lines. Its library is loaded when it is first shown. */
export const SchemaCanvas = dynamic(
  async () => {
    const { CanvasFlow } = await import("./canvas-flow.tsx");
    return CanvasFlow;
  },
  { ssr: false, loading: () => <Skeleton className="size-full min-h-64 rounded-none" /> },
);
