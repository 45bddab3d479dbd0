import { type Refusal, type refusalCodes, refuse } from "../../expression/refusal.ts";

/** Carries a refusal out of the compiler's depths; `compileWrite…` turns it into an outcome. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(
    cause: keyof typeof refusalCodes,
    message: string,
    options: { location?: number | null; hint?: string | null; detail?: string } = {},
  ) {
    super(message);
    this.refusal = refuse(cause, message, { location: null, ...options });
  }

  /** Of what the guard said. */
  static with(refusal: Refusal): Refused {
    const refused = new Refused("featureNotSupported", refusal.message);
    Object.assign(refused, { refusal });
    return refused;
  }
}
