import { describe, expect, it } from "vitest";
import { asSql } from "#lib/query/plpgsql/as-sql.ts";
import { readBlock } from "#lib/query/plpgsql/read-block.ts";
import { withValues } from "#lib/query/plpgsql/variable-words.ts";

const wanted = { type: "integer", isVoid: false, columns: new Set<string>(), row: null };

function said(body: string): string {
  const block = readBlock(body);
  if (block === null) throw new Error("not read");
  return asSql(block, wanted);
}

describe("a block of plpgsql", () => {
  it("is read with its variables, branches, handlers and loops over lists", () => {
    const block = readBlock(`<<outer>> begin null; end`);
    expect(block).toBeNull();
    const read = readBlock(`
      declare a constant int := 1; "B c" text default case when true then 'x;' else 'y' end; r posts%rowtype;
      begin
        if a > 0 and (select count(*) from t) = case a when 1 then 2 end then a := 2; elsif b then return; else perform f(1); end if;
        foreach a in array array[1, 2] loop execute format('x %I', a); end loop;
        begin insert into t (x) values (1) returning id, x into strict a, r; exception when unique_violation or others then raise notice 'n'; end;
        return query select 1;
      end;`);
    expect(read?.declarations).toEqual([
      { name: "a", type: "int", value: "1" },
      { name: "B c", type: "text", value: "case when true then 'x;' else 'y' end" },
      { name: "r", type: "posts%rowtype", value: null },
    ]);
    expect(read?.statements.map(({ kind }) => kind)).toEqual(["if", "foreach", "block", "return query"]);
    const [, , inner] = read?.statements ?? [];
    expect(inner).toMatchObject({
      block: {
        statements: [{ kind: "sql", text: "insert into t (x) values (1) returning id, x", into: ["a", "r"] }],
        handlers: [{ conditions: ["unique_violation", "others"] }],
      },
    });
  });

  it.each(["begin", "begin return 1 end", "begin while true loop null; end; end", "select 1", ""])(
    "is none: %s",
    (body) => {
      expect(readBlock(body)).toBeNull();
    },
  );

  it("is refused before it becomes more than a text may be", () => {
    const branches = "if a then b := b + 1; end if; ".repeat(60);
    expect(() => said(`declare b int := 0; begin ${branches} return b; end`)).toThrow(/So many ways/);
    const doubled = Array.from({ length: 40 }, (_, index) => `v${index + 1} int := v${index} + v${index};`);
    expect(() =>
      said(`declare v0 int := 1; ${doubled.join(" ")} begin update t set a = v40; return 1; end`),
    ).toThrow(/so long a text/);
    expect(() => withValues("v ".repeat(1_000), new Map([["v", "x".repeat(10_000)]]))).toThrow(
      /so long a text/,
    );
    expect(
      readBlock(`begin ${"if a then ".repeat(20_000)} null; ${"end if; ".repeat(20_000)} end`),
    ).toBeNull();
  });

  it.each([
    "begin insert into t select 1; return 1; exception when others then return 0; end",
    "begin update t set a = 1; return 1; exception when others then return 0; end",
    "begin return (select a from t); exception when others then return 0; end",
    "begin return a / 2; exception when others then return 0; end",
    "begin return '1'::int; exception when others then return 0; end",
    "begin return own(1); exception when others then return 0; end",
    "begin if a then raise exception 'x'; end if; return 1; exception when others then return 0; end",
    "declare n numeric(1); begin select a into n from t; return n; exception when others then return 0; end",
  ])("keeps its handlers where something may fail: %s", (body) => {
    expect(() => said(body)).toThrow(/EXCEPTION/);
  });

  it("needs no handlers where nothing can fail", () => {
    const looks = "begin return exists (select 1 from t where a = auth.uid() and b in ('x', 'y'))";
    expect(said(`${looks}; exception when others then return false; end`)).toBe(said(`${looks}; end`));
  });
});
