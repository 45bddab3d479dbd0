import type { Metadata } from "next";
import { type Parameters, textOf } from "#app/parameters.ts";
import { ConfirmEmail } from "#components/auth/confirm-email.tsx";
import { StaleLink } from "#components/auth/stale-link.tsx";

export const metadata: Metadata = { title: "Confirm your address" };

export default async function ConfirmEmailPage({ searchParams }: Parameters<"token">) {
  const token = textOf((await searchParams).token);
  if (token === null)
    return (
      <StaleLink
        title="This link is cut off"
        advice="Follow the whole link of the message, or ask for another."
      />
    );
  return <ConfirmEmail token={token} />;
}
