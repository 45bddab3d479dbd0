import type { AppUser } from "./app-users.ts";

/** What a person is called: the name they gave, else an address. */
export function nameOf({ user_metadata, email, phone, is_anonymous }: AppUser): string {
  const name = user_metadata.full_name ?? user_metadata.name;
  if (typeof name === "string" && name !== "") return name;
  return email || (phone && `+${phone}`) || (is_anonymous ? "Anonymous" : "Without a name");
}

/** Whether a person is shut out at the moment. */
export function isSuspended({ banned_until }: AppUser): boolean {
  return banned_until !== undefined && new Date(banned_until) > new Date();
}
