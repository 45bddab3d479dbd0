import type { Metadata } from "next";
import { hasLocalMailbox } from "#app/session.ts";
import { ForgotPassword } from "#components/auth/forgot-password.tsx";

export const metadata: Metadata = { title: "Forgot your password?" };

export default async function ForgotPasswordPage() {
  return <ForgotPassword hasMailbox={await hasLocalMailbox()} />;
}
