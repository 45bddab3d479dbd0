import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { hasLocalMailbox } from "#app/session.ts";
import { LocalMailbox } from "#components/auth/local-mailbox.tsx";

export const metadata: Metadata = { title: "Mailbox" };

export default async function MailboxPage() {
  if (!(await hasLocalMailbox())) notFound();
  return <LocalMailbox />;
}
