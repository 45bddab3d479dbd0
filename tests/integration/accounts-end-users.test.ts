import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#lib/operations/actor.ts";
import { endUserLogIn } from "#lib/operations/end-users/end-user-log-in.ts";
import { endUserSignUp } from "#lib/operations/end-users/end-user-sign-up.ts";
import { createProjectWithDatabase } from "#lib/operations/projects/create-project-with-database.ts";
import { queryOnce } from "#tests/harness/embedded-process.ts";
import { type AccountsHarness, accountsRuntime, client, newActor, password } from "./accounts-harness.ts";

let harness: AccountsHarness;
let owner: Actor;
let databaseId: string;
let projectId: string;

beforeAll(async () => {
  harness = await accountsRuntime();
  owner = await newActor("owner@example.org");
  const { database } = await createProjectWithDatabase(owner, { name: "App" });
  databaseId = database.id;
  projectId = database.project_id;
});
afterAll(() => harness.close());

describe("end users", () => {
  it("sign up into a row of the users table, with the password kept apart", async () => {
    const signedIn = await endUserSignUp(
      databaseId,
      {
        email: " Kim@Example.org ",
        password,
        full_name: "Kim",
      },
      client,
    );
    const { user, access_token, refresh_token, expires_in } = signedIn;
    if (access_token === null || refresh_token === null) throw new Error("no session");
    expect(user).toMatchObject({ email: "kim@example.org", full_name: "Kim", avatar_url: null });
    expect(Object.keys(user)).not.toContain("password_hash");
    expect(decodeJwt(access_token)).toMatchObject({ sub: user.id, role: "authenticated" });
    expect(expires_in).toBe(3600);
    const rows = await queryOnce(
      harness.owner,
      `select d.data::text as data, c.password_hash, to_jsonb(s)::text as session
         from rowhouse.project_data d
         join rowhouse.project_credentials c on (c.project_id, c.user_id) = (d.project_id, d.id)
         join rowhouse.project_sessions s on (s.project_id, s.user_id) = (d.project_id, d.id)
        where d.id = '${user.id}'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.data).not.toContain(String(rows[0]?.password_hash));
    expect(rows[0]?.session).not.toContain(refresh_token.slice(7));
  });

  it("sign in with what they signed up with, whatever the e-mail's case", async () => {
    await endUserSignUp(databaseId, { email: "lee@example.org", password }, client);
    const { user } = await endUserLogIn(databaseId, { email: "LEE@example.org", password }, client);
    expect(user).toMatchObject({ email: "lee@example.org" });
  });

  it("hear the same for an unknown e-mail and a wrong password, after the same work", async () => {
    await endUserSignUp(databaseId, { email: "max@example.org", password }, client);
    harness.passwords.asked.length = 0;
    const refusal = (email: string) =>
      endUserLogIn(databaseId, { email, password: "wrong" }, client).catch((error: Error) => ({
        ...error,
        message: error.message,
      }));
    const known = await refusal("max@example.org");
    const unknown = await refusal("nobody@example.org");
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ code: "RH101", status: 401 });
    expect(harness.passwords.asked).toEqual([{ isKnown: true }, { isKnown: false }]);
  });

  it("have one account per e-mail and project, also when two sign up at once", async () => {
    const both = [1, 2].map(() => endUserSignUp(databaseId, { email: "dup@example.org", password }, client));
    const results = await Promise.allSettled(both);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const again = endUserSignUp(databaseId, { email: "DUP@example.org", password }, client);
    await expect(again).rejects.toMatchObject({ code: "RH104", status: 409 });
    const other = await createProjectWithDatabase(owner, { name: "Other" });
    const elsewhere = await endUserSignUp(other.database.id, { email: "dup@example.org", password }, client);
    expect(elsewhere.user).toMatchObject({ email: "dup@example.org" });
    await expect(
      endUserLogIn(other.database.id, { email: "max@example.org", password }, client),
    ).rejects.toMatchObject({
      code: "RH101",
    });
  });

  it("of a database that does not exist are not told more than that", async () => {
    const nowhere = "00000000-0000-4000-8000-000000000000";
    await expect(endUserSignUp(nowhere, { email: "a@example.org", password }, client)).rejects.toMatchObject({
      status: 404,
    });
    await expect(endUserLogIn(nowhere, { email: "a@example.org", password }, client)).rejects.toMatchObject({
      status: 404,
    });
  });

  it("sign up although the owner renamed the table and dropped what is optional", async () => {
    await queryOnce(
      harness.owner,
      `update rowhouse.project_tables
          set table_name = 'members',
              schema_json = jsonb_set(jsonb_set(schema_json, '{name}', '"members"'), '{columns}',
                (select jsonb_agg(c) from jsonb_array_elements(schema_json -> 'columns') c where c ->> 'name' <> 'full_name'))
        where project_id = '${projectId}';
       update rowhouse.project_databases set version = version + 1 where project_id = '${projectId}'`,
    );
    const { user } = await endUserSignUp(
      databaseId,
      {
        email: "new@example.org",
        password,
        full_name: "New",
      },
      client,
    );
    expect(await endUserLogIn(databaseId, { email: "new@example.org", password }, client)).toMatchObject({
      user: { id: user.id, full_name: "New" },
    });
  });
});
