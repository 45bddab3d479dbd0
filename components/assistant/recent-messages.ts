import type { Message } from "#components/api/types.ts";

/** As many as the server takes. */
const messagesMax = 50;
const charactersMax = 40_000;

/** The newest turns of a conversation that the generator can be sent, oldest first. */
export function recentMessages(messages: readonly Message[]): readonly Message[] {
  let characters = 0;
  const fitting = messages.toReversed().findIndex((message, index) => {
    characters += message.content.length;
    return characters > charactersMax || index >= messagesMax;
  });
  return fitting < 0 ? messages : messages.slice(messages.length - fitting);
}
