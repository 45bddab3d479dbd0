import type { Metadata } from "next";
import { type Parameters, textOf } from "#app/parameters.ts";
import { redirectSignedIn } from "#app/session.ts";
import { AuthPage } from "#components/auth/auth-page.tsx";
import { listConsoleProviders } from "#lib/operations/account/console-oauth.ts";
import { isSignUpOpen } from "#lib/operations/account/sign-up-rules.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: Parameters<"next" | "problem">) {
  const { next, problem } = await searchParams;
  const intended = textOf(next);
  await redirectSignedIn(intended);
  return (
    <AuthPage
      purpose="login"
      next={intended}
      providers={listConsoleProviders()}
      problem={textOf(problem)}
      isSignUpOpen={await isSignUpOpen()}
    />
  );
}
