import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

export interface OidcPerson {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

/** An OpenID Connect provider of the test's own, at which whoever is named as `login_hint` signs in at once. */
export interface OidcServer {
  readonly issuer: string;
  readonly people: Map<string, OidcPerson>;
  close(): Promise<void>;
}

export async function oidcServer(client: {
  id: string;
  secret: string;
  redirectUri: () => string;
}): Promise<OidcServer> {
  const people = new Map<string, OidcPerson>();
  let answer: (req: IncomingMessage, res: ServerResponse) => void = () => undefined;
  const server = createServer((req, res) => answer(req, res));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri()],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["a key of the test"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => {
      const person = people.get(id);
      return person && { accountId: id, claims: () => ({ ...person }) };
    },
  });
  const callback = provider.callback();
  answer = (req, res) => {
    if (!req.url?.startsWith("/interaction/")) return void callback(req, res);
    void interact(provider, req, res).catch((error: unknown) => res.writeHead(500).end(String(error)));
  };
  return {
    issuer,
    people,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function interact(provider: Provider, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { params, prompt, session } = await provider.interactionDetails(req, res);
  if (prompt.name === "login") {
    const accountId = String(params.login_hint);
    return provider.interactionFinished(
      req,
      res,
      { login: { accountId } },
      { mergeWithLastSubmission: false },
    );
  }
  const grant = new provider.Grant({
    accountId: String(session?.accountId),
    clientId: String(params.client_id),
  });
  grant.addOIDCScope(String(params.scope));
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
}

/** Follows redirects with cookies, as a browser does, until one leads to `end`. */
export async function browse(start: string, end: string, jar = new Map<string, string>()): Promise<URL> {
  let url = start;
  for (let hop = 0; hop < 15; hop++) {
    if (url.startsWith(end)) return new URL(url);
    const { host } = new URL(url);
    const cookies = [...jar]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.split(" ")[1]}=${value}`);
    const response = await fetch(url, { redirect: "manual", headers: { Cookie: cookies.join("; ") } });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      jar.set(`${host} ${name}`, value);
    }
    const location = response.headers.get("Location");
    if (location === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    url = new URL(location, url).href;
  }
  throw new Error("too many redirects");
}
