import type { RateLimitRule } from "./rate-limiter.ts";

/** Every limit of the product. Keys are written beside: the caller builds them. */
export const rateLimitRules = {
  /** Key: client address. Generous, as a school or an office shares one. */
  signInByAddress: { name: "sign-in-address", points: 120, windowSeconds: 300 },
  /** Key: e-mail address in lower case, known or not. Guessing one password from many addresses ends here. */
  signInByAccount: { name: "sign-in-account", points: 20, windowSeconds: 300 },
  /** Key: project and client address. Several tabs of many people behind one address refresh a lot. */
  refreshByAddress: { name: "refresh-address", points: 1800, windowSeconds: 300 },
  /** Key: project and client address. Links and codes. */
  verifyByAddress: { name: "verify-address", points: 120, windowSeconds: 300 },
  /** Key: project and e-mail or phone, known or not. With six digits, 10 tries in an hour guess one code in 100,000. */
  verifyByAccount: { name: "verify-account", points: 10, windowSeconds: 3600 },
  /** Key: project and user id. TOTP has three codes that are good at a time: a guess in 22,000 succeeds per window. */
  factorByAccount: { name: "factor-account", points: 15, windowSeconds: 300 },
  /** Key: project and client address. */
  anonymousByAddress: { name: "anonymous-address", points: 300, windowSeconds: 3600 },
  /** Key: project and client address. Apps' own servers sign many people up from one address. */
  endUserSignUpByAddress: { name: "end-user-sign-up-address", points: 600, windowSeconds: 3600 },
  /** Key: project and client address. Mail and SMS. */
  sendByAddress: { name: "send-address", points: 600, windowSeconds: 3600 },
  /** Key: client address. */
  signUpByAddress: { name: "sign-up-address", points: 120, windowSeconds: 3600 },
  /** Key: client address. Links to set a new password. */
  mailByAddress: { name: "mail-address", points: 60, windowSeconds: 3600 },
  /** Key: e-mail address in lower case, known or not; or user id. */
  mailByAccount: { name: "mail-account", points: 5, windowSeconds: 3600 },
  /** Key: user id. */
  invite: { name: "invite", points: 100, windowSeconds: 3600 },
  /** Key: user id. */
  api: { name: "api", points: 300, windowSeconds: 10 },
  /** Key: user id. A model's time costs money. */
  generate: { name: "generate", points: 60, windowSeconds: 60 },
  /** Key: user id. A question is short, and so is its answer. */
  ask: { name: "ask", points: 60, windowSeconds: 60 },
  /** Key: user id. */
  sql: { name: "sql", points: 60, windowSeconds: 10 },
  /** Key: user id. Somebody types, in a few tabs. */
  check: { name: "check", points: 100, windowSeconds: 10 },
  /** Key: project id, per server. What one app may ask at most; its share of the database is narrower. */
  app: { name: "app", points: 20_000, windowSeconds: 10 },
  /** Key: client address. A page asks for a dozen of those that it links to, and an office shares one address. */
  pages: { name: "pages", points: 6_000, windowSeconds: 60 },
} as const satisfies Record<string, RateLimitRule>;
