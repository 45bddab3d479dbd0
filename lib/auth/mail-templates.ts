/** The messages that the end-user auth sends. */
export const templateNames = [
  "confirmation",
  "invite",
  "magic_link",
  "recovery",
  "email_change",
  "reauthentication",
  "sms",
] as const;
export type TemplateName = (typeof templateNames)[number];

const link = (words: string) =>
  `<p><a href="{{ .ConfirmationURL }}">${words}</a></p>\n<p>Or enter the code: <strong>{{ .Token }}</strong></p>`;
const ignore = "<p>If you did not ask for this, you can ignore this message.</p>";

/** The words used until an app's owner writes others. */
export const defaultTemplates: {
  readonly [name in TemplateName]: { readonly subject: string; readonly body: string };
} = {
  confirmation: {
    subject: "Confirm your e-mail address",
    body: `<h2>Confirm your e-mail address</h2>\n<p>Follow this link to finish signing up:</p>\n${link("Confirm my address")}\n${ignore}`,
  },
  invite: {
    subject: "You have been invited",
    body: `<h2>You have been invited</h2>\n<p>You have been invited to create an account on {{ .SiteURL }}. Follow this link to accept:</p>\n${link("Accept the invitation")}`,
  },
  magic_link: {
    subject: "Your sign-in link",
    body: `<h2>Sign in</h2>\n<p>Follow this link to sign in:</p>\n${link("Sign in")}\n${ignore}`,
  },
  recovery: {
    subject: "Reset your password",
    body: `<h2>Reset your password</h2>\n<p>Follow this link to choose a new password:</p>\n${link("Choose a new password")}\n${ignore}`,
  },
  email_change: {
    subject: "Confirm your new e-mail address",
    body: `<h2>Confirm the change of your e-mail address</h2>\n<p>Follow this link to confirm the change from {{ .Email }} to {{ .NewEmail }}:</p>\n${link("Confirm the change")}\n${ignore}`,
  },
  reauthentication: {
    subject: "Your confirmation code",
    body: `<h2>Confirm that it is you</h2>\n<p>Enter the code: <strong>{{ .Token }}</strong></p>\n${ignore}`,
  },
  sms: { subject: "Your code", body: "Your code is {{ .Token }}" },
};

/** What a template may name; `Data` is what the person told at sign-up. */
export interface TemplateValues {
  readonly ConfirmationURL: string;
  readonly Token: string;
  readonly TokenHash: string;
  readonly SiteURL: string;
  readonly RedirectTo: string;
  readonly Email: string;
  readonly NewEmail: string;
  readonly Data: { readonly [name: string]: unknown };
}

/** Fills a template in. Values are text: in HTML they are escaped, since people choose their names themselves. */
export function renderTemplate(text: string, values: TemplateValues, form: "html" | "text"): string {
  return text.replace(
    /\{\{\s*\.([A-Za-z]+)(?:\.([A-Za-z0-9_]+))?\s*\}\}/g,
    (whole, name: string, key?: string) => {
      const value = valueNamed(values, name, key);
      if (value === undefined) return key === undefined ? whole : "";
      return form === "html" ? escapeHtml(value) : value.replaceAll(/[\r\n]+/g, " ");
    },
  );
}

function valueNamed(values: TemplateValues, name: string, key: string | undefined): string | undefined {
  if (name === "Data") {
    const value = key !== undefined && Object.hasOwn(values.Data, key) ? values.Data[key] : undefined;
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  }
  return Object.hasOwn(values, name) ? String(values[name as keyof TemplateValues]) : undefined;
}

/** Text as HTML shows it, in an attribute too. */
export function escapeHtml(text: string): string {
  const entities: { readonly [char: string]: string } = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}
