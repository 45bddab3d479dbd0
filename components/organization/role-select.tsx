"use client";

import type { ComponentProps } from "react";
import { mayDo, type Role } from "#components/shell/role.ts";
import { Select } from "#components/ui/input.tsx";
import { roleWords } from "./role-words.ts";

const roles: readonly Role[] = ["viewer", "editor", "admin", "owner"];

interface RoleSelectProps extends ComponentProps<"select"> {
  /** Nobody gives a role above their own. */
  readonly highest: Role;
}

export function RoleSelect({ highest, ...props }: RoleSelectProps) {
  return (
    <Select {...props}>
      {roles
        .filter((role) => mayDo(highest, role))
        .map((role) => (
          <option key={role} value={role}>
            {roleWords[role].title}
          </option>
        ))}
    </Select>
  );
}
