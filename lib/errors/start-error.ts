/** The product cannot start, and the message is one plain sentence that says what to do: shown without a stack trace. */
export class StartError extends Error {
  override readonly name = "StartError";
}
