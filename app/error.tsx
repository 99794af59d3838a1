"use client";

import { FullPageMessage } from "@/components/shell/full-page-message";
import { buttonClass } from "@/components/ui/button-class";
import { ButtonLink } from "@/components/ui/button-link";

export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <main>
      <FullPageMessage
        title="This page could not be shown"
        actions={
          <>
            <button type="button" className={buttonClass("primary", "md")} onClick={() => retry()}>
              Try again
            </button>
            <ButtonLink href="/">To the fleet</ButtonLink>
          </>
        }
      >
        Something went wrong in Standdown. Nothing was canceled by it.
        {error.digest && (
          <>
            {" "}
            The server&apos;s log has more under <code className="font-mono">{error.digest}</code>.
          </>
        )}
      </FullPageMessage>
    </main>
  );
}
