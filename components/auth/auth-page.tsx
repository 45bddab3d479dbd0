"use client";

import { call } from "#components/api/client.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Credentials, CredentialsForm } from "./credentials-form.tsx";
import { nextPath } from "./next-path.ts";

interface AuthPageProps {
  readonly purpose: "login" | "signup";
  /** The page that was asked for before, as it came with the address. */
  readonly next: string | null;
  /** Through whom one may sign in besides. */
  readonly providers: readonly { readonly name: string; readonly label: string }[];
  /** The code of what went wrong at a provider. */
  readonly problem: string | null;
  /** Whether anybody may make an account. */
  readonly isSignUpOpen: boolean;
  /** The token of the invitation that somebody signs up by. */
  readonly invitation?: string | null;
  /** Whom it was made for. */
  readonly email?: string | null;
}

const problems: { readonly [code: string]: string } = {
  RH101: "The provider did not confirm who you are.",
  RH103: "That took too long, or was begun in another browser. Try again.",
  RH104: "There is an account with this e-mail already: sign in with its password.",
  RH106: "Only who is invited can make an account here.",
};

const headings = {
  login: { title: "Welcome back", path: "/api/auth/login", other: "/signup" },
  signup: { title: "Create your account", path: "/api/auth/signup", other: "/login" },
} as const;

export function AuthPage({ purpose, next, providers, problem, ...more }: AuthPageProps) {
  const { isSignUpOpen, invitation = null, email = null } = more;
  const { title, path, other } = headings[purpose];
  async function submit(credentials: Credentials) {
    const invited = purpose === "signup" && invitation !== null ? { invitation } : {};
    await call("POST", path, { body: { ...credentials, ...invited } });
    // A full load: the server now knows the session, and nothing of an earlier account stays in memory.
    window.location.assign(nextPath(next));
  }
  return (
    <>
      <h1 className="mb-6 font-semibold text-2xl">{title}</h1>
      {problem === null ? null : (
        <Notice
          tone="danger"
          title={problems[problem] ?? "Signing in did not work. Try again."}
          className="mb-4"
        />
      )}
      <CredentialsForm
        purpose={purpose}
        onSubmit={submit}
        email={email}
        otherHref={
          purpose === "login" && !isSignUpOpen ? null : withNext(other, next ?? invitePath(invitation))
        }
      />
      {providers.length > 0 ? (
        <ul className="mt-6 grid gap-2 border-t pt-6">
          {providers.map(({ name, label }) => (
            <li key={name}>
              <Button asChild className="w-full">
                <a
                  href={`/api/auth/oauth/${name}?next=${encodeURIComponent(next ?? invitePath(invitation) ?? "")}`}
                >
                  Continue with {label}
                </a>
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function withNext(path: string, next: string | null): string {
  return next === null ? path : `${path}?next=${encodeURIComponent(next)}`;
}

/** Whoever has an account after all accepts the invitation by it. */
function invitePath(invitation: string | null): string | null {
  return invitation === null ? null : `/invite?token=${invitation}`;
}
