import type { Metadata } from "next";
import { Assistant } from "#components/assistant/assistant.tsx";

export const metadata: Metadata = { title: "Describe" };

export default function AssistantPage() {
  return <Assistant />;
}
