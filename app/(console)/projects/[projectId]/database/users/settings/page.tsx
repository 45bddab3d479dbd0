import type { Metadata } from "next";
import { SignInSettings } from "#components/users/sign-in-settings.tsx";

export const metadata: Metadata = { title: "How they sign in" };

export default function SignInSettingsPage() {
  return <SignInSettings />;
}
