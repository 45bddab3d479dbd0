"use client";

import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import type { AuthSettingsView } from "./auth-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

interface AddressSettingsProps {
  readonly databaseId: string;
  readonly view: AuthSettingsView;
}

/** Where links may lead. */
export function AddressSettings({ databaseId, view }: AddressSettingsProps) {
  const { settings, defaults } = view;
  return (
    <SettingsForm
      databaseId={databaseId}
      title="Addresses of your app"
      description="Links in mails and providers lead back to these alone: tokens go there."
      fieldNames={["siteUrl", "redirectUrls"]}
      read={(text) => ({
        siteUrl: text("siteUrl") || null,
        redirectUrls: text("redirectUrls")
          .split(/\s+/)
          .filter((line) => line !== ""),
      })}
    >
      {(errors) => (
        <>
          <Field
            label="Site"
            hint={`Where a flow ends by default: ${defaults.siteUrl}`}
            error={errors.siteUrl}
          >
            {(control) => (
              <Input
                {...control}
                name="siteUrl"
                type="url"
                defaultValue={settings.siteUrl ?? ""}
                autoComplete="off"
              />
            )}
          </Field>
          <Field
            label="Further addresses"
            hint="One a line. * stands for anything but . and /, ** for anything at all."
            error={errors.redirectUrls}
          >
            {(control) => (
              <Textarea
                {...control}
                name="redirectUrls"
                rows={5}
                className="font-mono text-xs"
                defaultValue={settings.redirectUrls.join("\n")}
              />
            )}
          </Field>
        </>
      )}
    </SettingsForm>
  );
}
