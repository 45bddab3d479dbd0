"use client";

import { explain } from "#components/api/api-error.ts";
import { useProject } from "#components/shell/project-context.tsx";
import { mayDo } from "#components/shell/role.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { AddressSettings } from "./address-settings.tsx";
import { useAuthSettings } from "./auth-settings.ts";
import { LifetimeSettings } from "./lifetime-settings.tsx";
import { ProviderSettingsForm } from "./provider-settings.tsx";
import { TemplateSettings } from "./template-settings.tsx";
import { ToggleSettings } from "./toggle-settings.tsx";
import { UsersFrame } from "./users-frame.tsx";

/** How the accounts of the app work. */
export function SignInSettings() {
  const { databaseId, role } = useProject();
  const view = useAuthSettings(databaseId);
  const canWrite = mayDo(role, "admin");
  return (
    <UsersFrame>
      {view.isPending ? <Skeleton className="h-80 rounded-xl" /> : null}
      {view.error ? (
        <Notice tone="danger" title={explain(view.error).title}>
          {explain(view.error).description}
        </Notice>
      ) : null}
      {view.data ? (
        <fieldset disabled={!canWrite} className="grid max-w-3xl grid-cols-1 gap-12">
          <ToggleSettings databaseId={databaseId} settings={view.data.settings} />
          <AddressSettings databaseId={databaseId} view={view.data} />
          <LifetimeSettings databaseId={databaseId} settings={view.data.settings} />
          <ProviderSettingsForm databaseId={databaseId} view={view.data} />
          <TemplateSettings databaseId={databaseId} view={view.data} />
        </fieldset>
      ) : null}
    </UsersFrame>
  );
}
