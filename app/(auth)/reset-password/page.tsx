import type { Metadata } from "next";
import { type Parameters, textOf } from "#app/parameters.ts";
import { ResetPassword } from "#components/auth/reset-password.tsx";
import { StaleLink } from "#components/auth/stale-link.tsx";

export const metadata: Metadata = { title: "Choose a new password" };

export default async function ResetPasswordPage({ searchParams }: Parameters<"token">) {
  const token = textOf((await searchParams).token);
  if (token === null)
    return (
      <StaleLink
        title="This link is cut off"
        advice="Follow the whole link of the message, or ask for another."
      />
    );
  return <ResetPassword token={token} />;
}
