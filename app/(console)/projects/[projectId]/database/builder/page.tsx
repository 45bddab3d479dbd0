import type { Metadata } from "next";
import { Builder } from "#components/builder/builder.tsx";

export const metadata: Metadata = { title: "Builder" };

export default function BuilderPage() {
  return <Builder />;
}
