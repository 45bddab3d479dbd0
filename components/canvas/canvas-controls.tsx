"use client";

import { Panel, useReactFlow } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { motionMs } from "./motion.ts";

/** Nearer, farther, everything: for those without a wheel. */
export function CanvasControls() {
  const flow = useReactFlow();
  return (
    <Panel position="bottom-left" className="flex overflow-hidden rounded-lg border bg-raised shadow-card">
      <Button
        variant="ghost"
        size="icon"
        className="rounded-none"
        aria-label="Zoom in"
        title="Zoom in"
        onClick={() => void flow.zoomIn({ duration: motionMs(160) })}
      >
        <Plus />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className="rounded-none border-x"
        aria-label="Zoom out"
        title="Zoom out"
        onClick={() => void flow.zoomOut({ duration: motionMs(160) })}
      >
        <Minus />
      </Button>
      <Button
        variant="ghost"
        size="icon"
        className="rounded-none"
        aria-label="Show all tables"
        title="Show all tables"
        onClick={() => void flow.fitView({ padding: 0.12, maxZoom: 1, duration: motionMs(240) })}
      >
        <Maximize />
      </Button>
    </Panel>
  );
}
