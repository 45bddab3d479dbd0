import { createContext, useContext } from "react";
import type { CanvasPlace, CardParts } from "./canvas-types.ts";

export interface CanvasContextValue {
  readonly parts: CardParts;
  readonly canConnect: boolean;
  readonly selected: CanvasPlace | null;
}

const CanvasContext = createContext<CanvasContextValue>({ parts: {}, canConnect: false, selected: null });

export const CanvasProvider = CanvasContext;

export function useCanvas(): CanvasContextValue {
  return useContext(CanvasContext);
}
