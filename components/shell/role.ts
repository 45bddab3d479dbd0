/** From weak to strong; each role may do what those before it may. The server decides; the console only hides what it would refuse. */
const roles = ["viewer", "editor", "admin", "owner"] as const;

export type Role = (typeof roles)[number];

export function mayDo(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
