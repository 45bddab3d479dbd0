import type { Metadata } from "next";
import { TokensPage } from "#components/account/tokens-page.tsx";

export const metadata: Metadata = { title: "Access tokens" };

export default function TokensRoute() {
  return <TokensPage />;
}
