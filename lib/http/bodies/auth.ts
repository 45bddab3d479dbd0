import { bodySchema, object } from "../body-schema.ts";

/** As browsers check `<input type="email">`, with a dot or "localhost" behind the @. */
export const email = {
  type: "string",
  maxLength: 254,
  pattern:
    "^\\s*[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\\-\\u0080-\\uffff]+@([A-Za-z0-9\\-\\u0080-\\uffff]+\\.)*([A-Za-z0-9\\-\\u0080-\\uffff]+\\.[A-Za-z0-9\\-\\u0080-\\uffff]+|localhost)\\s*$",
  description: "an e-mail address",
};

/** Long enough for any real password; its rules are checked at sign-up. */
export const password = { type: "string", minLength: 1, maxLength: 1000 };

export const personName = { type: ["string", "null"], maxLength: 200 };

export const signUpBody = bodySchema<{
  email: string;
  password: string;
  name?: string | null;
  invitation?: string;
}>(
  object(
    { email, password, name: personName, invitation: { type: "string", minLength: 1, maxLength: 200 } },
    ["email", "password"],
  ),
);

export const logInBody = bodySchema<{ email: string; password: string; code?: string }>(
  object({ email: { type: "string", maxLength: 254 }, password, code: { type: "string", maxLength: 20 } }, [
    "email",
    "password",
  ]),
);

export const endUserLogInBody = bodySchema<{ email: string; password: string }>(
  object({ email: { type: "string", maxLength: 254 }, password }, ["email", "password"]),
);

export const beginTotpBody = bodySchema<{ password: string }>(object({ password }, ["password"]));

export const totpCodeBody = bodySchema<{ code: string }>(
  object({ code: { type: "string", minLength: 6, maxLength: 20 } }, ["code"]),
);

export const endUserSignUpBody = bodySchema<{ email: string; password: string; full_name?: string | null }>(
  object({ email, password, full_name: personName }, ["email", "password"]),
);
