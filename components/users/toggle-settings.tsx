"use client";

import { useId } from "react";
import { explain } from "#components/api/api-error.ts";
import { Switch } from "#components/ui/switch.tsx";
import { toast } from "#components/ui/toast.ts";
import { type AuthSettings, useSaveAuthSettings } from "./auth-settings.ts";

type ToggleName = Extract<
  { [name in keyof AuthSettings]: AuthSettings[name] extends boolean ? name : never }[keyof AuthSettings],
  string
>;

const toggles: readonly { readonly name: ToggleName; readonly label: string; readonly hint: string }[] = [
  {
    name: "signUpEnabled",
    label: "New people may sign up",
    hint: "Off: only those whom you add or invite come in.",
  },
  { name: "emailEnabled", label: "E-mail", hint: "Sign-in by e-mail and password, link or code." },
  {
    name: "confirmEmail",
    label: "E-mail addresses have to be confirmed",
    hint: "Off: accounts work at once, and an address may be somebody else's.",
  },
  {
    name: "doubleConfirmEmailChange",
    label: "A change of e-mail is confirmed at both addresses",
    hint: "Off: the new address alone confirms it.",
  },
  { name: "phoneEnabled", label: "Phone", hint: "Sign-in by a code that is sent as SMS." },
  {
    name: "confirmPhone",
    label: "Phone numbers have to be confirmed",
    hint: "Off: any number is taken at its word.",
  },
  {
    name: "anonymousEnabled",
    label: "Anonymous visitors",
    hint: "An account without any address, which can become a full one later.",
  },
  { name: "totpEnabled", label: "Second factor", hint: "People may add an authenticator app." },
  {
    name: "manualLinkingEnabled",
    label: "Several ways to sign in",
    hint: "Signed-in people may link and unlink providers.",
  },
  {
    name: "reauthenticateForPassword",
    label: "Ask again before a password changes",
    hint: "A session older than a day has to show a code from a mail.",
  },
  { name: "singleSession", label: "One session at a time", hint: "Signing in signs out everywhere else." },
];

interface ToggleSettingsProps {
  readonly databaseId: string;
  readonly settings: AuthSettings;
}

export function ToggleSettings({ databaseId, settings }: ToggleSettingsProps) {
  return (
    <section aria-label="Ways to sign in">
      <h2 className="mb-3 font-semibold text-base">Ways to sign in</h2>
      <ul className="divide-y rounded-xl border bg-raised shadow-card">
        {toggles.map(({ name, label, hint }) => (
          <Toggle
            key={name}
            databaseId={databaseId}
            name={name}
            label={label}
            hint={hint}
            isOn={settings[name]}
          />
        ))}
      </ul>
    </section>
  );
}

interface ToggleProps {
  readonly databaseId: string;
  readonly name: ToggleName;
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
}

function Toggle({ databaseId, name, label, hint, isOn }: ToggleProps) {
  const id = useId();
  const save = useSaveAuthSettings(databaseId);
  async function change(value: boolean) {
    try {
      await save({ [name]: value });
    } catch (error) {
      toast({ tone: "danger", ...explain(error) });
    }
  }
  return (
    <li className="flex items-center justify-between gap-6 px-4 py-3">
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-[0.8125rem] text-soft">
          {hint}
        </p>
      </div>
      <Switch
        id={id}
        aria-describedby={`${id}-hint`}
        checked={isOn}
        onCheckedChange={(value) => void change(value)}
      />
    </li>
  );
}
