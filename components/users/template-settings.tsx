"use client";

import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input, Select, Textarea } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { AuthSettingsView } from "./auth-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

interface TemplateSettingsProps {
  readonly databaseId: string;
  readonly view: AuthSettingsView;
}

const titles: { readonly [name: string]: string } = {
  confirmation: "Confirm a sign-up",
  invite: "Invitation",
  magic_link: "Sign-in link",
  recovery: "Reset of a password",
  email_change: "Change of an address",
  reauthentication: "Confirmation code",
  sms: "SMS",
};

const variables =
  "{{ .ConfirmationURL }} {{ .Token }} {{ .TokenHash }} {{ .SiteURL }} {{ .RedirectTo }} {{ .Email }} {{ .NewEmail }} {{ .Data.full_name }}";

/** What the app writes to its people. */
export function TemplateSettings({ databaseId, view }: TemplateSettingsProps) {
  const { settings, defaults, hasMailServer } = view;
  const [name, setName] = useState("confirmation");
  const shown = settings.templates[name] ?? defaults.templates[name];
  return (
    <SettingsForm
      databaseId={databaseId}
      title="Words of your app"
      description="The messages that it sends. Names that people gave are filled in as plain text."
      fieldNames={["templates", "senderName"]}
      read={(text) => ({
        senderName: text("senderName") || null,
        templates: { ...settings.templates, [name]: { subject: text("subject"), body: text("body") } },
      })}
    >
      {(errors) => (
        <>
          {hasMailServer ? null : (
            <Notice tone="info" title="No mail server is configured">
              Messages arrive in the mailbox of this console. Set SMTP_URL to send them.
            </Notice>
          )}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Sender’s name">
              {(control) => <Input {...control} name="senderName" defaultValue={settings.senderName ?? ""} />}
            </Field>
            <Field label="Message">
              {(control) => (
                <Select {...control} value={name} onChange={(event) => setName(event.target.value)}>
                  {Object.keys(defaults.templates).map((key) => (
                    <option key={key} value={key}>
                      {titles[key] ?? key}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <div key={name} className="grid gap-4">
            <Field label="Subject" error={errors.templates}>
              {(control) => <Input {...control} name="subject" defaultValue={shown?.subject ?? ""} />}
            </Field>
            <Field label="Text" hint={variables}>
              {(control) => (
                <Textarea
                  {...control}
                  name="body"
                  rows={10}
                  className="font-mono text-xs"
                  defaultValue={shown?.body ?? ""}
                />
              )}
            </Field>
          </div>
        </>
      )}
    </SettingsForm>
  );
}
