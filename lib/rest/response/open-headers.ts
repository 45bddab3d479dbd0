const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
const headerValue = /^[\t\x20-\x7e]*$/;

/** Whether a header can be sent at all. */
export function isHeader(name: string, value: string): boolean {
  return headerName.test(name) && headerValue.test(value);
}

const open: ReadonlySet<string> = new Set([
  ...["cache-control", "expires", "last-modified", "content-language", "content-disposition"],
  ...["deprecation", "link", "retry-after", "sunset", "warning"],
]);
const closed = /^x-(?:content-type|frame|xss|dns|permitted|request-id|forwarded)/;
/** By which proxies in front take a file of the server's, or another answer, instead of this one. */
const followed =
  /^x-(?:accel|envoy|sendfile|lighttpd|litespeed|reproxy|proxy|cascade|vercel|nextjs|middleware)/;

/** What no browser takes for a page, a script or a style. */
const plainTypes =
  /^(?:application\/(?:[\w.-]+\+)?json|application\/octet-stream|text\/(?:plain|csv))(?:\s*;\s*[\w-]+="?[\w.-]+"?)*$/i;

/**
 * Whether a project's function may set a header of an answer. On an address with `/p/<ref>` the console is on the same
 * origin: no project may set its cookies, loosen its policies, send its visitors elsewhere, or be a page of it.
 */
export function isOpenHeader(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "content-type") return plainTypes.test(value);
  return open.has(lower) || (lower.startsWith("x-") && !closed.test(lower) && !followed.test(lower));
}

export const openHeaders =
  "Others begin with X-, say how long to wait or to keep the answer, or that it is JSON, CSV or plain text.";
