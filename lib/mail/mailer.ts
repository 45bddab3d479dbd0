import { createTransport } from "nodemailer";
import type { Config } from "../env/env.ts";

/** A message on its way out. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  /** Shown as the sender's name; the address is the server's. */
  readonly senderName: string | null;
}

/** Sends mail through the SMTP server of the configuration. */
export interface Mailer {
  /** @throws {Error} if the server does not take the message. */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

/** Null without `SMTP_URL`: messages then stay in the console's mailbox. */
export function createMailer({ smtpUrl, appUrl }: Pick<Config, "smtpUrl" | "appUrl">): Mailer | null {
  if (smtpUrl === null) return null;
  const url = new URL(smtpUrl);
  // `?from=` says who writes; mail servers refuse what their user may not send as.
  const from = url.searchParams.get("from") ?? senderOf(decodeURIComponent(url.username), appUrl);
  url.searchParams.delete("from");
  const transport = createTransport({
    url: url.href,
    pool: true,
    connectionTimeout: 10_000,
    socketTimeout: 20_000,
  });
  return {
    send: async ({ to, subject, html, senderName }) => {
      const sender = senderName === null ? from : { name: senderName, address: from };
      await transport.sendMail({ from: sender, to, subject, html, text: toText(html) });
    },
    close: async () => transport.close(),
  };
}

function senderOf(user: string, appUrl: string): string {
  return user.includes("@") ? user : `no-reply@${new URL(appUrl).hostname}`;
}

/** What a reader without HTML sees: the words, and where the links lead. */
function toText(html: string): string {
  return html
    .replace(/<a\s[^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gis, "$2: $1")
    .replace(/<\/(p|h[1-6]|div|li)>|<br\s*\/?>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
