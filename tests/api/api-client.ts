import { password } from "#tests/integration/accounts-harness.ts";

/** JSON whose shape is what a test is about: any part may be there or not. */
export interface Loose {
  readonly [key: string]: Loose;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Loose;
}

/** Calls the API with one bearer token, or with none. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export function caller(url: string, token: string | null): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
  };
}

/** A new account, signed in. */
export async function newUser(url: string, email: string): Promise<Call & { readonly token: string }> {
  const { body } = await caller(url, null)("POST", "/api/auth/signup", { email, password });
  const token = String(body.access_token);
  return Object.assign(caller(url, token), { token });
}

/** A project with its database, over the API alone. */
export async function newDatabase(
  call: Call,
  name: string,
): Promise<{ projectId: string; databaseId: string }> {
  const { body } = await call("POST", "/api/projects", { name });
  const projectId = String(body.project?.id);
  const created = await call("POST", "/api/database/create", { projectId });
  return { projectId, databaseId: String(created.body.database?.id) };
}
