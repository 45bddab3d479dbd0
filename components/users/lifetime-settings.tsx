"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { AuthSettings } from "./auth-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

interface LifetimeSettingsProps {
  readonly databaseId: string;
  readonly settings: AuthSettings;
}

const numbers = [
  ["accessTokenSeconds", "Access token", "Seconds until a client has to refresh: 60 to 604800."],
  ["sessionSeconds", "Session", "Seconds until people have to sign in again; 0: never."],
  ["inactivitySeconds", "Idle session", "Seconds without a refresh after which a session ends; 0: never."],
  ["otpSeconds", "Links and codes", "Seconds that they are good for: 60 to 86400."],
] as const;

/** Rules for passwords, and how long things last. */
export function LifetimeSettings({ databaseId, settings }: LifetimeSettingsProps) {
  return (
    <SettingsForm
      databaseId={databaseId}
      title="Passwords and lifetimes"
      description="A longer password is worth more than a complicated one."
      fieldNames={["password", ...numbers.map(([name]) => name)]}
      read={(text, form) => ({
        password: { lengthMin: Number(text("lengthMin")), refuseCommon: form.get("refuseCommon") === "on" },
        ...Object.fromEntries(numbers.map(([name]) => [name, Number(text(name))])),
      })}
    >
      {(errors) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Shortest password" hint="6 to 72 characters." error={errors.password}>
              {(control) => (
                <Input
                  {...control}
                  name="lengthMin"
                  type="number"
                  min={6}
                  max={72}
                  defaultValue={settings.password.lengthMin}
                />
              )}
            </Field>
            {numbers.map(([name, label, hint]) => (
              <Field key={name} label={label} hint={hint} error={errors[name]}>
                {(control) => (
                  <Input {...control} name={name} type="number" min={0} defaultValue={settings[name]} />
                )}
              </Field>
            ))}
          </div>
          <Checkbox
            name="refuseCommon"
            defaultChecked={settings.password.refuseCommon}
            label="Refuse the commonest passwords"
          />
        </>
      )}
    </SettingsForm>
  );
}
