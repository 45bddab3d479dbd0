import type { Metadata } from "next";
import { redirectSignedIn } from "#app/session.ts";
import { AuthPage } from "#components/auth/auth-page.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly next?: string | readonly string[] }>;
}) {
  const { next } = await searchParams;
  const intended = typeof next === "string" ? next : null;
  await redirectSignedIn(intended);
  return <AuthPage purpose="login" next={intended} />;
}
