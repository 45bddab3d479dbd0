/** A moment as the native picker wants it: `2026-03-31T14:30` or with seconds, in the reader's time zone; "" if it is none. */
export function toLocalInput(text: string): string {
  const moment = new Date(text);
  if (text === "" || Number.isNaN(moment.getTime())) return "";
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, moment.getUTCSeconds() === 0 && moment.getUTCMilliseconds() === 0 ? 16 : 19);
}

/** The picker's text as a moment in UTC, which means the same to everybody; "" while it is incomplete. */
export function fromLocalInput(text: string): string {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}
