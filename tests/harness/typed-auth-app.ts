import { runSql } from "#lib/operations/typed-sql/run-sql.ts";
import { installRuntime, runtime } from "#lib/runtime/runtime.ts";
import { type AuthApp, authApp } from "./auth-app.ts";
import { sqlServer } from "./sql-project.ts";

export type SqlAnswer = Awaited<ReturnType<typeof runSql>>;
export type SignUp = Awaited<ReturnType<ReturnType<AuthApp["client"]>["auth"]["signUp"]>>;

/** An app whose people sign up through supabase-js, and whose owner types SQL. */
export interface TypedAuthApp extends AuthApp {
  /** What cannot be done is left out, unless `skip` is false. */
  run(query: string, skip?: boolean): Promise<SqlAnswer>;
  /** Rows of the last statement. */
  rows(query: string): Promise<readonly (readonly unknown[])[]>;
  /** @param email of somebody who has not been there, unless one is given. */
  signUp(
    data?: object,
    email?: string,
  ): Promise<SignUp & { readonly id: string | undefined; readonly email: string }>;
}

export async function typedAuthApp(): Promise<TypedAuthApp> {
  const app = await authApp();
  const typed = sqlServer({ ...app, owner: app.superuser });
  installRuntime({ ...runtime(), sqlParser: typed.sqlParser, sqlRunner: typed.sqlRunner });
  let people = 0;
  const run = (query: string, skip = true) =>
    runSql(app.owner, app.databaseId, { query, ...(skip ? { unsupported: "skip" } : {}) });
  return {
    ...app,
    run,
    rows: async (query) => (await run(query)).results.at(-1)?.rows ?? [],
    async signUp(data = {}, email = `person${people++}@example.org`) {
      const answer = await app
        .client()
        .auth.signUp({ email, password: "correct horse 42", options: { data } });
      return { ...answer, id: answer.data.user?.id, email };
    },
    async close() {
      await typed.close();
      await app.close();
    },
  };
}
