import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { nextPath } from "#components/auth/next-path.ts";
import { isAppError } from "#lib/errors/app-error.ts";
import { findActor } from "#lib/http/gate.ts";
import { isLocalMailbox } from "#lib/http/local-visitor.ts";
import { pagePathHeader } from "#lib/http/security-headers.ts";
import { currentUser } from "#lib/operations/account/current-user.ts";
import type { Actor } from "#lib/operations/actor.ts";
import { getOrganization } from "#lib/operations/organizations/organizations.ts";
import { getProject } from "#lib/operations/projects/get-project.ts";

/** Who the page is rendered for; asked once a request, however many layouts want to know. */
const currentActor = cache(async (): Promise<Actor | null> => findActor(await headers()));

/** The signed-in user and the actor for operations; without one, the visitor is sent to sign in and back. */
export const requireSession = cache(async () => {
  const actor = await currentActor();
  if (actor === null) {
    const path = (await headers()).get(pagePathHeader) ?? "/projects";
    redirect(`/login?next=${encodeURIComponent(path)}`);
  }
  const { user } = await currentUser(actor);
  return { actor, user };
});

/** Sends somebody who is signed in already on to where they wanted to go. */
export async function redirectSignedIn(next: string | null): Promise<void> {
  if ((await currentActor()) !== null) redirect(nextPath(next));
}

/** Who is looking at a page that is open to everybody; null if nobody is signed in. */
export async function findUserOfPage() {
  const actor = await currentActor();
  return actor === null ? null : (await currentUser(actor)).user;
}

/** Whether messages that no mail server takes can be read by this visitor. */
export async function hasLocalMailbox(): Promise<boolean> {
  return isLocalMailbox(await headers());
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The project of a page; the not-found page if it is nobody's or somebody else's. */
export const requireProject = cache((projectId: string) => requireOwn(projectId, getProject));

/** The organization of a page; the not-found page for a stranger. */
export const requireOrganization = cache((organizationId: string) =>
  requireOwn(organizationId, getOrganization),
);

async function requireOwn<T>(id: string, find: (actor: Actor, id: string) => Promise<T>): Promise<T> {
  const { actor } = await requireSession();
  if (!uuid.test(id)) notFound();
  try {
    return await find(actor, id);
  } catch (error) {
    if (isAppError(error) && error.status === 404) notFound();
    throw error;
  }
}
