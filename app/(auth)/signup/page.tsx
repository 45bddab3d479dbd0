import type { Metadata } from "next";
import { type Parameters, textOf } from "#app/parameters.ts";
import { redirectSignedIn } from "#app/session.ts";
import { AuthPage } from "#components/auth/auth-page.tsx";
import { StaleLink } from "#components/auth/stale-link.tsx";
import { listConsoleProviders } from "#lib/operations/account/console-oauth.ts";
import { isSignUpOpen } from "#lib/operations/account/sign-up-rules.ts";

export const metadata: Metadata = { title: "Create account" };

export default async function SignupPage({ searchParams }: Parameters<"next" | "invitation" | "email">) {
  const { next, invitation, email } = await searchParams;
  const intended = textOf(next);
  const token = textOf(invitation);
  await redirectSignedIn(intended);
  const isOpen = await isSignUpOpen();
  if (!isOpen && token === null) {
    return (
      <StaleLink
        title="Sign-up is for invited people"
        advice="Ask somebody who has an account here for an invitation, and follow its link."
      />
    );
  }
  return (
    <AuthPage
      purpose="signup"
      next={intended}
      providers={listConsoleProviders()}
      problem={null}
      isSignUpOpen={isOpen}
      invitation={token}
      email={textOf(email)}
    />
  );
}
