import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMailer } from "#lib/mail/mailer.ts";

const taken: { from: string; to: string; text: string }[] = [];
let server: SMTPServer;
beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) =>
      username === "app@example.org" && password === "p@ss"
        ? done(null, { user: username })
        : done(new Error("no")),
    onData: (stream, session, done) => {
      let text = "";
      stream.on("data", (part: Buffer) => {
        text += part.toString();
      });
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo[0]?.address ?? "", text });
        done();
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterAll(() => new Promise<void>((closed) => server.close(() => closed())));

const urlOf = (user: string) => {
  const { port } = server.server.address() as AddressInfo;
  return `smtp://${user}@127.0.0.1:${port}`;
};

describe("mail", () => {
  it("goes through the configured server, as HTML and as words with the links", async () => {
    const smtpUrl = `${urlOf("app%40example.org:p%40ss")}?from=house@example.org`;
    const mailer = createMailer({ smtpUrl, appUrl: "http://localhost:3000" });
    await mailer?.send({
      to: "kim@example.org",
      subject: "Grüße",
      html: '<p>Follow <a href="https://example.org/?a=1&amp;b=2">this</a></p>',
      senderName: "The house",
    });
    await mailer?.close();
    expect(taken).toMatchObject([{ from: "house@example.org", to: "kim@example.org" }]);
    const text = taken[0]?.text ?? "";
    expect(text).toContain("From: The house <house@example.org>");
    expect(text).toContain("this: https://example.org/?a=1&b=2");
    expect(text).toMatch(/Subject: =\?UTF-8\?/);
  });

  it("that the server refuses is an error, and without a server there is no mailer", async () => {
    const mailer = createMailer({ smtpUrl: urlOf("app:wrong"), appUrl: "http://localhost:3000" });
    const mail = { to: "kim@example.org", subject: "x", html: "x", senderName: null };
    await expect(mailer?.send(mail)).rejects.toThrow();
    await mailer?.close();
    expect(createMailer({ smtpUrl: null, appUrl: "http://localhost:3000" })).toBeNull();
  });
});
