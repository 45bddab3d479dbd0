import { describe, expect, it } from "vitest";
import { readAddress } from "#lib/data-api/address.ts";

const hosts = ["example.org"];

describe("the address of a data API", () => {
  it("names the project by path on any host", () => {
    expect(readAddress("/p/abcdefgh12345678/rest/v1/posts?a=eq.1", "other.net", hosts)).toEqual({
      ref: "abcdefgh12345678",
      service: "rest",
      path: "/posts",
      search: "?a=eq.1",
    });
  });

  it("names the project by the first label of our own hosts, and of localhost", () => {
    const ref = "abcdefgh12345678";
    expect(readAddress("/rest/v1/", `${ref}.example.org`, hosts)).toMatchObject({ ref, path: "/" });
    expect(readAddress("/auth/v1/user", `${ref}.localhost:3000`, hosts)).toMatchObject({
      ref,
      service: "auth",
    });
    expect(readAddress("/rest/v1/posts", `${ref}.evil.net`, hosts)).toBeNull();
    expect(readAddress("/rest/v1/posts", "example.org", hosts)).toBeNull();
  });

  it("is none for anything else", () => {
    expect(readAddress("/p/abcdefgh12345678", "example.org", hosts)).toBeNull();
    expect(readAddress("/projects", null, hosts)).toBeNull();
    expect(readAddress("/p/abcdefgh12345678/rest/v12/x", null, hosts)).toBeNull();
  });
});
