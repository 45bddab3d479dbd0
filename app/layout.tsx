import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { EarlyInputScript } from "#components/early-input/early-input-script.tsx";
import { Providers } from "#components/shell/providers.tsx";
import { readTheme, themeCookie } from "#components/ui/theme-cookie.ts";
import { pageNonceHeader } from "#lib/http/security-headers.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Rowhouse", template: "%s · Rowhouse" },
  description: "Say what you need and move into a working database.",
};

const frame = { light: "#f1f0ec", dark: "#101413" } as const;

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  if (theme !== "system") return { themeColor: frame[theme] };
  return {
    themeColor: [
      { media: "(prefers-color-scheme: light)", color: frame.light },
      { media: "(prefers-color-scheme: dark)", color: frame.dark },
    ],
  };
}

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // Rendered for each request, so that the scripts carry the nonce of its content security policy.
  await connection();
  const theme = await chosenTheme();
  const nonce = (await headers()).get(pageNonceHeader) ?? undefined;
  return (
    <html lang="en" {...(theme === "system" ? {} : { "data-theme": theme })}>
      <body>
        <EarlyInputScript nonce={nonce} />
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}

async function chosenTheme() {
  return readTheme((await cookies()).get(themeCookie)?.value);
}
