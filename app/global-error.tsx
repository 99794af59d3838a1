"use client";

import "./globals.css";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { buttonClass } from "@/components/ui/button-class";

/** The page for an error in the layout itself. It has no theme and no fonts, and does not guess what went wrong. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Standdown</title>
        <main>
          <FullPageMessage
            title="Standdown could not be shown"
            actions={
              <button type="button" className={buttonClass("primary", "md")} onClick={() => retry()}>
                Try again
              </button>
            }
          >
            Something went wrong before the page could be put together. Try again; if it stays so, the
            server&apos;s log says why.
          </FullPageMessage>
        </main>
      </body>
    </html>
  );
}
