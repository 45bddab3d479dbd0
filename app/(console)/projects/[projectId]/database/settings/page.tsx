import type { Metadata } from "next";
import { ProjectSettings } from "#components/settings/project-settings.tsx";
import { generatorsInUse } from "#lib/operations/assistant/generators-in-use.ts";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return <ProjectSettings generator={generatorsInUse()} />;
}
