import type { EnvReader } from "./env-reader.ts";

/** A provider through which the console's own accounts may sign in. */
export interface ConsoleProvider {
  readonly name: "google" | "github" | "oidc";
  /** What the button says. */
  readonly label: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly issuer: string | null;
}

/** Those whose client id and secret are set. */
export function consoleProviders(reader: EnvReader): readonly ConsoleProvider[] {
  const issuer = reader.url("OIDC_ISSUER", reader.text("OIDC_ISSUER"), ["https:", "http:"]);
  const oidcLabel = reader.text("OIDC_NAME") ?? "Single sign-on";
  const oidc = provider(reader, { name: "oidc", prefix: "OIDC", label: oidcLabel, issuer });
  if (oidc !== null && issuer === null) reader.report("OIDC_ISSUER", "is missing; OIDC_CLIENT_ID is set.");
  return [
    provider(reader, { name: "google", prefix: "GOOGLE", label: "Google", issuer: null }),
    provider(reader, { name: "github", prefix: "GITHUB", label: "GitHub", issuer: null }),
    oidc,
  ].filter((found) => found !== null);
}

function provider(
  reader: EnvReader,
  { prefix, ...known }: Pick<ConsoleProvider, "name" | "label" | "issuer"> & { readonly prefix: string },
): ConsoleProvider | null {
  const clientId = reader.text(`${prefix}_CLIENT_ID`);
  const clientSecret = reader.secret(`${prefix}_CLIENT_SECRET`);
  if (clientId !== null && clientSecret !== null) return { ...known, clientId, clientSecret };
  if (clientId !== null) reader.report(`${prefix}_CLIENT_SECRET`, `is missing; ${prefix}_CLIENT_ID is set.`);
  return null;
}
