"use client";

import { call } from "#components/api/client.ts";
import { type Credentials, CredentialsForm } from "./credentials-form.tsx";
import { nextPath } from "./next-path.ts";

interface AuthPageProps {
  readonly purpose: "login" | "signup";
  /** The page that was asked for before, as it came with the address. */
  readonly next: string | null;
}

const headings = {
  login: { title: "Welcome back", path: "/api/auth/login", other: "/signup" },
  signup: { title: "Create your account", path: "/api/auth/signup", other: "/login" },
} as const;

export function AuthPage({ purpose, next }: AuthPageProps) {
  const { title, path, other } = headings[purpose];
  async function submit(credentials: Credentials) {
    await call("POST", path, { body: credentials });
    // A full load: the server now knows the session, and nothing of an earlier account stays in memory.
    window.location.assign(nextPath(next));
  }
  return (
    <>
      <h1 className="mb-6 font-semibold text-2xl">{title}</h1>
      <CredentialsForm
        purpose={purpose}
        onSubmit={submit}
        otherHref={next === null ? other : `${other}?next=${encodeURIComponent(next)}`}
      />
    </>
  );
}
