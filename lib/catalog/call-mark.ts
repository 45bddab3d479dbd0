/** Stands on both sides of a call's number in a stored text; no text that is typed may hold it. */
export const callMark = "\u0002";
