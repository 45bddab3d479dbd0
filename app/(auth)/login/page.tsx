import type { Metadata } from "next";
import { redirectSignedIn } from "#app/session.ts";
import { AuthPage } from "#components/auth/auth-page.tsx";
import { listConsoleProviders } from "#lib/operations/console-oauth.ts";

export const metadata: Metadata = { title: "Sign in" };

type Parameter = string | readonly string[];

export default async function LoginPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly next?: Parameter; readonly problem?: Parameter }>;
}) {
  const { next, problem } = await searchParams;
  const intended = typeof next === "string" ? next : null;
  await redirectSignedIn(intended);
  return (
    <AuthPage
      purpose="login"
      next={intended}
      providers={listConsoleProviders()}
      problem={typeof problem === "string" ? problem : null}
    />
  );
}
