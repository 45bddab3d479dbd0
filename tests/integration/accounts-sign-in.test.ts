import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rateLimitRules } from "#lib/limits/rules.ts";
import { logIn } from "#lib/operations/account/log-in.ts";
import { signUp } from "#lib/operations/account/sign-up.ts";
import { authenticate } from "#lib/operations/authenticate.ts";
import { type AccountsHarness, accountsRuntime, client, newActor, password } from "./accounts-harness.ts";

let harness: AccountsHarness;
beforeAll(async () => {
  harness = await accountsRuntime();
  await newActor("ann@example.org", { name: "Ann" });
});
beforeEach(() => {
  harness.limiter.isOn = false;
  harness.passwords.asked.length = 0;
});
afterAll(() => harness.close());

async function refusal(email: string, wrong = "wrong password", from = client) {
  return logIn({ email, password: wrong }, from).then(
    () => null,
    (error: { code: string; status: number; message: string; details: unknown; hint: string | null }) => ({
      code: error.code,
      status: error.status,
      message: error.message,
      details: error.details,
      hint: error.hint,
    }),
  );
}

describe("sign-in", () => {
  it("opens a session for the right password, whatever the e-mail's case", async () => {
    const { user, access_token, expires_in } = await logIn({ email: " ANN@example.org ", password }, client);
    expect(user).toEqual({ id: user.id, email: "ann@example.org", name: "Ann" });
    expect(expires_in).toBe(604_800);
    expect((await authenticate(access_token))?.userId).toBe(user.id);
  });

  it("answers an unknown account and a wrong password alike, after the same work", async () => {
    const wrong = await refusal("ann@example.org");
    const unknown = await refusal("nobody@example.org");
    expect(wrong).toMatchObject({ code: "RH101", status: 401 });
    expect(unknown).toEqual(wrong);
    expect(harness.passwords.asked).toEqual([{ isKnown: true }, { isKnown: false }]);
  });
});

describe("limits", () => {
  it("end guessing at one account from many addresses, known or not", async () => {
    harness.limiter.isOn = true;
    for (const email of ["ann@example.org", "guessed@example.org"]) {
      const answers = [];
      for (let n = 0; n <= rateLimitRules.signInByAccount.points; n += 1) {
        answers.push(
          await refusal(n % 2 ? email : email.toUpperCase(), "wrong", { ...client, address: `10.1.${n}.1` }),
        );
      }
      expect(answers.map((answer) => answer?.status)).toEqual([
        ...Array.from({ length: rateLimitRules.signInByAccount.points }, () => 401),
        429,
      ]);
      expect(answers.at(-1)).toMatchObject({ code: "RH006", details: { retry_after: expect.any(Number) } });
    }
  });

  it("end guessing at many accounts from one address, before any password is compared", async () => {
    harness.limiter.isOn = true;
    const { points } = rateLimitRules.signInByAddress;
    const from = { ...client, address: "2001:db8::1" };
    for (let n = 0; n < points; n += 1) await refusal(`many${n}@example.org`, "wrong", from);
    harness.passwords.asked.length = 0;
    const neighbour = { ...client, address: "2001:db8::2" };
    expect(await refusal("another@example.org", "wrong", neighbour)).toMatchObject({ status: 429 });
    expect(harness.passwords.asked).toEqual([]);
  });

  it("end making accounts from one address", async () => {
    harness.limiter.isOn = true;
    const from = { ...client, address: "192.0.2.1" };
    const { points } = rateLimitRules.signUpByAddress;
    for (let n = 0; n < points; n += 1) await signUp({ email: `new${n}@example.org`, password }, from);
    await expect(signUp({ email: "one-more@example.org", password }, from)).rejects.toMatchObject({
      status: 429,
    });
  });
});
