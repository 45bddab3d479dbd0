import type { Metadata } from "next";
import { redirectSignedIn } from "#app/session.ts";
import { AuthPage } from "#components/auth/auth-page.tsx";
import { listConsoleProviders } from "#lib/operations/console-oauth.ts";

export const metadata: Metadata = { title: "Create account" };

export default async function SignupPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly next?: string | readonly string[] }>;
}) {
  const { next } = await searchParams;
  const intended = typeof next === "string" ? next : null;
  await redirectSignedIn(intended);
  return <AuthPage purpose="signup" next={intended} providers={listConsoleProviders()} problem={null} />;
}
