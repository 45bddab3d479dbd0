import { describe, expect, it } from "vitest";
import { type AppError, isAppError } from "#lib/errors/app-error.ts";
import { endUserSignUpBody, signUpBody } from "#lib/http/bodies/auth.ts";
import { createProjectBody } from "#lib/http/bodies/project.ts";
import { type BodySchema, bodySchema, exactlyOneOf, object, optionalBody } from "#lib/http/body-schema.ts";

function refusal(body: BodySchema<unknown>, value: unknown): AppError {
  try {
    body.parse(value);
  } catch (error) {
    if (isAppError(error)) return error;
  }
  throw new Error("was not refused");
}

const nested = bodySchema(
  object({ items: { type: "array", items: object({ "a/b": { type: "integer" } }, ["a/b"]) } }, ["items"]),
);

describe("body schema", () => {
  it("reports every problem at once, each as a JSON pointer", () => {
    const error = refusal(nested, { items: [{ "a/b": "x" }, {}], extra: 1, "~": 2 });
    expect(error).toMatchObject({ code: "RH002", status: 400 });
    expect(error.details).toEqual([
      { path: "/extra", message: "is not a known key; known: items" },
      { path: "/~0", message: "is not a known key; known: items" },
      { path: "/items/0/a~1b", message: "must be integer" },
      { path: "/items/1/a~1b", message: "is missing" },
    ]);
  });

  it("refuses a missing body, null, a list and a bare value", () => {
    for (const value of [undefined, null, [], "x", 1]) {
      expect(refusal(nested, value).details).toEqual([{ path: "", message: "must be object" }]);
    }
  });

  it("takes a missing body for an empty one only where it may be missing", () => {
    const body = optionalBody(bodySchema(object({ name: { type: "string" } }, [])));
    expect(body.parse(undefined)).toEqual({});
    expect(refusal(body, { nmae: "x" }).code).toBe("RH002");
  });

  it("says which keys exclude each other", () => {
    const body = bodySchema({ ...object({ a: {}, b: {} }, []), ...exactlyOneOf("a", "b") });
    expect(body.parse({ a: 1 })).toEqual({ a: 1 });
    const details = [{ path: "", message: "must have exactly one of a, b" }];
    expect(refusal(body, {}).details).toEqual(details);
    expect(refusal(body, { a: 1, b: 1 }).details).toEqual(details);
  });

  it("refuses keys that only the prototype has", () => {
    expect(refusal(nested, JSON.parse('{"items":[],"__proto__":{"x":1}}')).details).toEqual([
      { path: "/__proto__", message: "is not a known key; known: items" },
    ]);
    expect(refusal(nested, JSON.parse('{"constructor":{}}')).details).toContainEqual({
      path: "/items",
      message: "is missing",
    });
  });
});

describe("e-mail addresses", () => {
  it.each(["a@b.org", "first.last+tag@sub.example.co.uk", "root@localhost", " a@b.org ", "jörg@müller.de"])(
    "accepts %j",
    (email) => {
      expect(() => signUpBody.parse({ email, password: "x" })).not.toThrow();
    },
  );

  it.each([
    "",
    "a",
    "a@",
    "@b.org",
    "a@b",
    "a b@c.org",
    "a@b.org, c@d.org",
    "a@b..org",
    "a@.org",
    `${"a".repeat(250)}@b.org`,
  ])("refuses %j", (email) => {
    expect(refusal(signUpBody, { email, password: "x" }).details).toMatchObject([{ path: "/email" }]);
  });

  it("is the same for end users", () => {
    expect(refusal(endUserSignUpBody, { email: "nobody", password: "x" }).message).toBe(
      "/email: must be an e-mail address",
    );
  });
});

describe("project names", () => {
  it("accepts any words and refuses none", () => {
    expect(createProjectBody.parse({ name: "Bücher & 猫 🐈" })).toBeDefined();
    for (const name of ["", "   ", "a\nb", "a\0", "x".repeat(101), 7, null]) {
      expect(refusal(createProjectBody, { name }).details).toMatchObject([{ path: "/name" }]);
    }
  });
});
