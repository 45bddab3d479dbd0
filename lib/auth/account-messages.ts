import { escapeHtml } from "./mail-templates.ts";

/** A message to a console account. */
export interface AccountMessage {
  readonly subject: string;
  readonly html: string;
}

/** What an account is told, each with the one link that it is about. */
export const accountMessages = {
  passwordReset: (url: string) =>
    message(
      "Choose a new password",
      ["Somebody, hopefully you, asked for a new password of your Rowhouse account."],
      { words: "Choose a new password", url },
      "The link is good once, for an hour. If it was not you, nothing needs to be done: your password stays as it is.",
    ),
  passwordChanged: (url: string) =>
    message(
      "Your password was changed",
      ["The password of your Rowhouse account was changed, and all its other sessions have ended."],
      { words: "It was not me: choose another", url },
    ),
  emailChange: (url: string) =>
    message(
      "Confirm your new e-mail address",
      ["This address is to be the one of a Rowhouse account. It is so once you confirm it."],
      { words: "Confirm this address", url },
      "The link is good once, for a day. If you know nothing of it, leave it alone.",
    ),
  emailChangeRequested: (newEmail: string, url: string) =>
    message(
      "Your e-mail address is about to change",
      [`Somebody who knows your password wants your Rowhouse account to use ${newEmail}.`],
      { words: "It was not me: choose another password", url },
    ),
  emailTaken: (url: string) =>
    message(
      "You have an account already",
      ["Somebody wanted to use this address for another Rowhouse account. Nothing was changed."],
      { words: "Sign in", url },
    ),
  invitation: (organization: string, inviter: string, url: string) =>
    message(
      `You are invited to ${organization}`,
      [`${inviter} invites you to work on the databases of ${organization}.`],
      { words: "See the invitation", url },
    ),
} as const;

function message(
  subject: string,
  paragraphs: readonly string[],
  link: { readonly words: string; readonly url: string },
  after = "",
): AccountMessage {
  const html = [
    `<h2>${escapeHtml(subject)}</h2>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.words)}</a></p>`,
    ...(after === "" ? [] : [`<p>${escapeHtml(after)}</p>`]),
  ].join("\n");
  // A name in a subject must not begin another header.
  return { subject: subject.replaceAll(/[\r\n]+/g, " "), html };
}
