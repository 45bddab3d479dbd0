import type { Role } from "#components/shell/role.ts";

/** What each role is called and may do, as it is said to people. */
export const roleWords: { readonly [role in Role]: { readonly title: string; readonly may: string } } = {
  owner: { title: "Owner", may: "do everything, owners and deleting projects included." },
  admin: { title: "Admin", may: "make projects, handle keys, rules and members." },
  editor: { title: "Editor", may: "change tables and rows." },
  viewer: { title: "Viewer", may: "look at tables and rows, and ask questions." },
};
