import { AppError } from "../../errors/app-error.ts";

/** Of an address with the rest of a request's head, wherever one comes from: it may list a thousand keys (`id=in.(…)`). */
export const addressBytesMax = 64 * 1024;

/** @throws {AppError} RH003 (431, as a server answers it) of an address that is longer than one may be. */
export function assertAddressLength(address: string, what = "An address"): void {
  if (address.length <= addressBytesMax && Buffer.byteLength(address) <= addressBytesMax) return;
  throw new AppError("RH003", `${what} has at most ${addressBytesMax} bytes`, {
    status: 431,
    hint: "Send what is long in a body, or in several requests.",
  });
}
