"use client";

import type { ComponentProps } from "react";
import { mayDo, type Role } from "#components/shell/role.ts";
import { Select } from "#components/ui/input.tsx";
import { roleWords } from "./role-words.ts";

const roles: readonly Role[] = ["viewer", "editor", "admin", "owner"];

interface RoleSelectProps extends ComponentProps<"select"> {
  /** Nobody gives a role above their own. */
  readonly highest: Role;
  /** What came with somebody's account has one owner, who stays it. */
  readonly isPersonal: boolean;
}

export function RoleSelect({ highest, isPersonal, ...props }: RoleSelectProps) {
  return (
    <Select {...props}>
      {roles
        .filter(
          (role) => mayDo(highest, role) && (!isPersonal || role !== "owner" || props.value === "owner"),
        )
        .map((role) => (
          <option key={role} value={role}>
            {roleWords[role].title}
          </option>
        ))}
    </Select>
  );
}
