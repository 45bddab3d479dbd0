"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "#components/api/client.ts";
import { useAnswer } from "#components/api/use-answer.ts";
import { useForm } from "#components/api/use-form.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toast } from "#components/ui/toast.ts";

interface Enrolment {
  readonly secret: string;
  readonly uri: string;
  readonly qr_code: string;
}

const queryKey = ["account", "totp"];

/** The second factor of the account: an authenticator app. */
export function TotpCard() {
  const client = useQueryClient();
  const totp = useAnswer<boolean>({
    queryKey,
    queryFn: async ({ signal }) =>
      (await call<{ enabled: boolean }>("GET", "/api/auth/totp", { signal })).enabled,
  });
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const isOn = totp.data === true;

  async function begin(password: string) {
    setEnrolment(await call<Enrolment>("POST", "/api/auth/totp", { body: { password } }));
  }

  async function confirm(code: string) {
    await call("POST", "/api/auth/totp/confirm", { body: { code: code.trim() } });
    setEnrolment(null);
    toast({ tone: "good", title: "Signing in asks for a code from now on" });
    await client.invalidateQueries({ queryKey });
  }

  async function remove(code: string) {
    await call("DELETE", "/api/auth/totp", { body: { code: code.trim() } });
    toast({ tone: "good", title: "The authenticator app is removed" });
    await client.invalidateQueries({ queryKey });
  }

  return (
    <section aria-labelledby="totp-title" className="grid gap-4">
      <div>
        <h2 id="totp-title" className="flex items-center gap-2 font-semibold text-base">
          Authenticator app {isOn ? <Badge tone="good">On</Badge> : null}
        </h2>
        <p className="mt-0.5 max-w-prose text-soft">
          A code of six digits beside the password: whoever learns the one cannot get in without the other.
        </p>
      </div>
      {enrolment ? (
        <>
          <QrCode enrolment={enrolment} />
          <OneField
            key="confirm"
            name="code"
            label="Code that the app shows"
            button="Turn on"
            onSubmit={confirm}
          />
        </>
      ) : isOn ? (
        <OneField key="remove" name="code" label="A code of the app" button="Turn off" onSubmit={remove} />
      ) : (
        <OneField key="begin" name="password" label="Your password" button="Set up" onSubmit={begin} />
      )}
    </section>
  );
}

function QrCode({ enrolment }: { readonly enrolment: Enrolment }) {
  return (
    <div className="flex flex-wrap items-center gap-5">
      {/* biome-ignore lint/performance/noImgElement: an inline image has nothing to optimise */}
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.qr_code)}`}
        alt="QR code for the authenticator app"
        className="size-40 rounded-lg border bg-white p-1"
      />
      <p className="min-w-0 max-w-sm text-[0.8125rem] text-soft">
        Scan it, or enter the key by hand: <code className="break-all">{enrolment.secret}</code>
      </p>
    </div>
  );
}

interface OneFieldProps {
  readonly name: "code" | "password";
  readonly label: string;
  readonly button: string;
  /** Must reject with the server's refusal. */
  readonly onSubmit: (value: string) => Promise<void>;
}

function OneField({ name, label, button, onSubmit }: OneFieldProps) {
  const form = useForm([name], (_text, raw) => onSubmit(raw(name)));
  return (
    <form method="post" onSubmit={form.onSubmit} className="grid max-w-sm gap-4" noValidate>
      {form.errors.form ? <Notice tone="danger" title={form.errors.form} /> : null}
      <Field label={label} error={form.errors.fields[name]}>
        {(control) =>
          name === "code" ? (
            <Input {...control} name="code" inputMode="numeric" autoComplete="one-time-code" />
          ) : (
            <Input {...control} name="password" type="password" autoComplete="current-password" />
          )
        }
      </Field>
      <Button type="submit" pending={form.isPending} className="justify-self-start">
        {button}
      </Button>
    </form>
  );
}
