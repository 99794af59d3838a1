import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { Providers } from "@/components/shell/providers";
import { readTheme } from "@/components/shell/read-theme";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Standdown", template: "%s · Standdown" },
  description:
    "Things, jobs and job executions of AWS IoT: see them, and cancel executions without guessing.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme();
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="min-h-dvh">
        <Providers requestedAt={requestTime()}>{children}</Providers>
      </body>
    </html>
  );
}

/** Server and browser must agree on the time of the first paint, so the request's time travels with the page. */
function requestTime(): number {
  return Date.now();
}
