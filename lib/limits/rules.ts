import type { RateLimitRule } from "./rate-limiter.ts";

/** Every limit of the product. Keys are written beside: the caller builds them. */
export const rateLimitRules = {
  /** Key: client address. Generous, as a school or an office shares one. */
  signInByAddress: { name: "sign-in-address", points: 120, windowSeconds: 300 },
  /** Key: e-mail address in lower case, known or not. Guessing one password from many addresses ends here. */
  signInByAccount: { name: "sign-in-account", points: 20, windowSeconds: 300 },
  /** Key: client address. */
  signUpByAddress: { name: "sign-up-address", points: 120, windowSeconds: 3600 },
  /** Key: user id. */
  api: { name: "api", points: 300, windowSeconds: 10 },
  /** Key: user id. A model's time costs money. */
  generate: { name: "generate", points: 60, windowSeconds: 60 },
  /** Key: user id. A question is short, and so is its answer. */
  ask: { name: "ask", points: 60, windowSeconds: 60 },
  /** Key: user id. */
  sql: { name: "sql", points: 60, windowSeconds: 10 },
  /** Key: client address. */
  pages: { name: "pages", points: 600, windowSeconds: 60 },
} as const satisfies Record<string, RateLimitRule>;
