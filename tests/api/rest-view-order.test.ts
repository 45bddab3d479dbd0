import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RestProject, restProject } from "#tests/harness/rest-project.ts";

const definitions = `
create table shelves (id int primary key, name text);
create table books (id int primary key, title text, shelf_id int references shelves, secret text);
insert into shelves values (1, 'one'), (2, 'two');
insert into books values (4, 'd', 1, 's'), (2, 'b', 1, 's'), (5, 'e', null, 's'), (1, 'a', 2, 's');
create view all_books as select id, title as name, shelf_id, upper(title) as loud, secret from books;
create view shelved as select id, name from all_books where shelf_id is not null;
create view sorted as select id, title from books order by title desc;
create view of_sorted as select * from sorted where id > 1;
create view few as select id, title from books limit 3;
create view with_shelf as select b.id, s.name from books b join shelves s on s.id = b.shelf_id order by b.id;
create function label(b all_books) returns text language sql immutable as $$ select b.id || ' ' || b.loud $$;
create function all_shelved() returns setof shelved language sql stable as $$ select * from shelved order by id $$;
alter table books enable row level security;
create policy odd on books for select to anon using (id % 2 = 1);
revoke select on books from anon;
grant select (id, title, shelf_id) on books to anon;
grant select on all_books, shelved to anon;`;

let project: RestProject;
let client: SupabaseClient;
let anon: SupabaseClient;

beforeAll(async () => {
  project = await restProject(definitions);
  const { server, app } = project;
  client = createClient(`${server.url}/p/${app.ref}`, app.keys.service_role);
  await client.from("books").update({ title: "B" }).eq("id", 2).throwOnError();
  await client.from("books").insert({ id: 3, title: "c", shelf_id: 1, secret: "s" }).throwOnError();
  await client.from("books").update({ secret: "t" }).eq("id", 4).throwOnError();
  anon = createClient(`${server.url}/p/${app.ref}`, app.keys.anon);
});

afterAll(() => project.close());

const ids = (rows: readonly { readonly id: unknown }[] | null) => (rows ?? []).map(({ id }) => id);

describe("a view of one table's rows without an order", () => {
  it("shows them as they were last written", async () => {
    const { data } = await client.from("all_books").select().throwOnError();
    expect(ids(data)).toEqual([5, 1, 2, 3, 4]);
    expect(data[2]).toEqual({ id: 2, name: "B", shelf_id: 1, loud: "B", secret: "s" });
  });

  it("does so with conditions, counts, embedded rows and over another view", async () => {
    const query = client.from("shelved").select("id, name", { count: "exact" }).neq("name", "a");
    const { data, count } = await query.throwOnError();
    expect([ids(data), count]).toEqual([[2, 3, 4], 3]);
    const labelled = client.from("all_books").select("label").eq("shelf_id", 1);
    expect((await labelled.throwOnError()).data).toEqual(["2 B", "3 C", "4 D"].map((label) => ({ label })));
    const embedding = client.from("all_books").select("id, shelves!inner(name)").neq("loud", "A");
    expect((await embedding.throwOnError()).data).toEqual(
      [2, 3, 4].map((id) => ({ id, shelves: { name: "one" } })),
    );
  });

  it("chooses the rows of a page as they were made", async () => {
    const first = await client.from("all_books").select("id").range(0, 2).throwOnError();
    const second = await client.from("all_books").select("id").range(3, 5).throwOnError();
    expect([ids(first.data), ids(second.data)]).toEqual([
      [5, 2, 4],
      [1, 3],
    ]);
  });

  it("binds the caller's rules", async () => {
    const { data } = await anon.from("all_books").select("id, name").throwOnError();
    expect(ids(data)).toEqual([5, 1, 3]);
    expect((await anon.from("shelved").select("id").throwOnError()).data).toEqual([{ id: 1 }, { id: 3 }]);
    expect((await anon.from("all_books").select("secret")).error).toMatchObject({ code: "42501" });
  });

  it("leaves another order as it is: the view's own, the request's, a function's", async () => {
    expect(ids((await client.from("sorted").select().throwOnError()).data)).toEqual([5, 4, 3, 1, 2]);
    expect(ids((await client.from("of_sorted").select().throwOnError()).data)).toEqual([5, 4, 3, 2]);
    expect(ids((await client.from("with_shelf").select().throwOnError()).data)).toEqual([1, 2, 3, 4]);
    expect((await client.from("few").select().throwOnError()).data).toHaveLength(3);
    const asked = await client.from("all_books").select("id").order("id").throwOnError();
    expect(ids(asked.data)).toEqual([1, 2, 3, 4, 5]);
    expect(ids((await client.rpc("all_shelved").throwOnError()).data)).toEqual([1, 2, 3, 4]);
  });
});
