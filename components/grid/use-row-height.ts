"use client";

import { useEffect, useState } from "react";

/** Rows are higher where fingers tap. */
export function useRowHeight(): number {
  const [height, setHeight] = useState(36);
  useEffect(() => {
    const coarse = window.matchMedia("(pointer: coarse)");
    const update = () => setHeight(coarse.matches ? 44 : 36);
    update();
    coarse.addEventListener("change", update);
    return () => coarse.removeEventListener("change", update);
  }, []);
  return height;
}
