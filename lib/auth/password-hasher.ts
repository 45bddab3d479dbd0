/** Hashes passwords somewhere that does not hold up the event loop. */
export interface PasswordHasher {
  /** @throws {AppError} RH008 while too many others wait. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one that was hashed. With `null` (an unknown account) it is compared all the same, with
   * a hash that nothing matches: the answer then takes as long as for a wrong password.
   */
  verify(password: string, hash: string | null): Promise<boolean>;
  close(): Promise<void>;
}

/** 2^12 rounds. */
export const bcryptCost = 12;

/** bcrypt reads no further. */
export const passwordBytesMax = 72;

/** bcrypt, cost 12, of random bytes that were thrown away. */
export const hashOfNobody = "$2b$12$F0RaVXbPTehl/1SBkipTQOCoxrkZfsEvzP7L/UNhHhMzRLUTp1bxS";
