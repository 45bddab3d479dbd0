import { isLoopback } from "#lib/env/env.ts";
import { AppError } from "#lib/errors/app-error.ts";
import { runtime } from "#lib/runtime/runtime.ts";
import { clientAddress } from "./client-address.ts";

/**
 * Whether somebody sits at the machine that runs the product, which serves nobody else: only they may read mail that no server
 * has taken. The name in `Host` has to be our own, so that no other site can lead a browser here under its name.
 */
function isLocalVisitor(headers: Headers): boolean {
  const { appUrl } = runtime().config;
  const here = (address: string | null) =>
    address === null || /^(::1|(::ffff:)?127(\.\d+){3})$/.test(address);
  const own = (host: string | null) => host === null || isOwnHost(host, appUrl);
  // A proxy on this machine makes everybody look local; what it adds says that they are not. Next adds some of it itself.
  return (
    isLoopback(appUrl) &&
    here(clientAddress(headers)) &&
    here(headers.get("X-Forwarded-For")) &&
    here(headers.get("X-Real-IP")) &&
    own(headers.get("Host")) &&
    own(headers.get("X-Forwarded-Host")) &&
    headers.get("Forwarded") === null &&
    headers.get("Via") === null
  );
}

/** Whether there is mail that no server has taken, and this visitor may read it. */
export function isLocalMailbox(headers: Headers): boolean {
  return runtime().mailer === null && isLocalVisitor(headers);
}

/** @throws {AppError} RH004, as if there were no such mailbox. */
export function requireLocalVisitor(headers: Headers): void {
  if (isLocalMailbox(headers)) return;
  throw new AppError("RH004", "There is no mailbox here.", {
    hint: "Messages go through the mail server, or the console is opened from another machine than its own.",
  });
}

function isOwnHost(host: string, appUrl: string): boolean {
  const url = URL.parse(`http://${host}`);
  return url !== null && isLoopback(url.href) && url.port === new URL(appUrl).port;
}
