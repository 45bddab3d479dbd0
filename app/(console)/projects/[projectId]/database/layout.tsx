import type { ReactNode } from "react";
import { Hydrating } from "#components/early-input/hydrating.tsx";

/** Inside the boundary that `loading.tsx` is the fallback of. */
export default function DatabaseLayout({ children }: { readonly children: ReactNode }) {
  return <Hydrating>{children}</Hydrating>;
}
