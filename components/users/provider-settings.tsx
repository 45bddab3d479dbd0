"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { AuthSettingsView, ProviderSettings } from "./auth-settings.ts";
import { SettingsForm } from "./settings-form.tsx";

interface ProviderSettingsFormProps {
  readonly databaseId: string;
  readonly view: AuthSettingsView;
}

const wellKnown = ["google", "github"];
const titles: { readonly [name: string]: string } = { google: "Google", github: "GitHub" };
const none: ProviderSettings = { enabled: false, clientId: "" };

/** Sign-in through others. */
export function ProviderSettingsForm({ databaseId, view }: ProviderSettingsFormProps) {
  const { providers } = view.settings;
  const [more, setMore] = useState<readonly string[]>([]);
  const [newName, setNewName] = useState("");
  const names = [...new Set([...wellKnown, ...Object.keys(providers), ...more])];
  const isFree = /^[a-z][a-z0-9_-]{1,40}$/.test(newName) && !names.includes(newName);
  return (
    <SettingsForm
      databaseId={databaseId}
      title="Providers"
      description="Register your app at the provider with the callback below, then enter what it gives you."
      fieldNames={["providers"]}
      read={(text, form) => ({
        providers: Object.fromEntries(
          names
            .filter((name) => text(`${name}.clientId`) !== "")
            .map((name) => [
              name,
              readProvider(name, text, form.get(`${name}.enabled`) === "on", providers[name]),
            ]),
        ),
      })}
    >
      {() => (
        <>
          <p className="flex min-w-0 items-center gap-2 text-[0.8125rem]">
            <span className="shrink-0 text-soft">Callback</span>
            <code className="min-w-0 truncate">{view.callbackUrl}</code>
            <CopyButton text={view.callbackUrl} label="Copy the callback" />
          </p>
          {names.map((name) => (
            <Provider
              key={name}
              name={name}
              provider={providers[name] ?? none}
              hasSecret={view.secrets.providers.includes(name)}
            />
          ))}
          <div className="flex max-w-md items-end gap-2">
            <Field
              label="Another OpenID Connect provider"
              hint="A short name: letters, digits, - and _."
              className="flex-1"
            >
              {(control) => (
                <Input
                  {...control}
                  value={newName}
                  onChange={(event) => setNewName(event.target.value)}
                  placeholder="keycloak"
                />
              )}
            </Field>
            <Button
              disabled={!isFree}
              className="mb-[1.375rem]"
              onClick={() => {
                setMore([...more, newName]);
                setNewName("");
              }}
            >
              Add
            </Button>
          </div>
        </>
      )}
    </SettingsForm>
  );
}

function readProvider(
  name: string,
  text: (name: string) => string,
  enabled: boolean,
  before: ProviderSettings | undefined,
): object {
  const issuer = text(`${name}.issuer`);
  const secret = text(`${name}.clientSecret`);
  const scopes = text(`${name}.scopes`);
  return {
    enabled,
    clientId: text(`${name}.clientId`),
    ...(secret ? { clientSecret: secret } : {}),
    ...(issuer ? { issuer } : {}),
    ...(scopes ? { scopes } : {}),
    ...(before?.audiences ? { audiences: before.audiences } : {}),
    ...(before?.label ? { label: before.label } : {}),
  };
}

interface ProviderProps {
  readonly name: string;
  readonly provider: ProviderSettings;
  readonly hasSecret: boolean;
}

function Provider({ name, provider, hasSecret }: ProviderProps) {
  const isOidc = !wellKnown.includes(name);
  return (
    <fieldset className="grid gap-3 rounded-xl border bg-raised p-4 shadow-card">
      <legend className="sr-only">{name}</legend>
      <Checkbox
        name={`${name}.enabled`}
        defaultChecked={provider.enabled}
        label={<span className="font-medium">{titles[name] ?? name}</span>}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Client id">
          {(control) => (
            <Input
              {...control}
              name={`${name}.clientId`}
              defaultValue={provider.clientId}
              autoComplete="off"
            />
          )}
        </Field>
        <Field label="Client secret" hint={hasSecret ? "Known; enter another to replace it." : undefined}>
          {(control) => (
            <Input {...control} name={`${name}.clientSecret`} type="password" autoComplete="new-password" />
          )}
        </Field>
        {isOidc ? (
          <Field label="Issuer" hint="Where its discovery document is found.">
            {(control) => (
              <Input {...control} name={`${name}.issuer`} type="url" defaultValue={provider.issuer ?? ""} />
            )}
          </Field>
        ) : null}
        <Field label="Further scopes">
          {(control) => <Input {...control} name={`${name}.scopes`} defaultValue={provider.scopes ?? ""} />}
        </Field>
      </div>
    </fieldset>
  );
}
