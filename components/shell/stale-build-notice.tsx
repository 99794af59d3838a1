"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

/** The page is older than the server, which no longer has the action that the page called. */
export function StaleBuildNotice({ onReload }: { onReload: () => void }) {
  return (
    <Notice
      tone="warning"
      announce
      title="Standdown was updated since this page was loaded."
      controls={
        <Button variant="primary" onClick={onReload}>
          Reload and go on
        </Button>
      }
    >
      Nothing was canceled. The page must be reloaded; what you typed is kept, and this dialog opens again.
    </Notice>
  );
}
