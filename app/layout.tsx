import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Rowhouse", template: "%s · Rowhouse" },
  description: "Say what you need and move into a working database.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f1f0ec" },
    { media: "(prefers-color-scheme: dark)", color: "#101413" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  // Rendered for each request, so that the scripts carry the nonce of its content security policy.
  await connection();
  return (
    <html lang="en">
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
