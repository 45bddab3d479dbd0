import type { Metadata } from "next";
import { Mailbox } from "#components/users/mailbox.tsx";

export const metadata: Metadata = { title: "Mailbox" };

export default function MailboxPage() {
  return <Mailbox />;
}
