"use client";

import { useQuery } from "@tanstack/react-query";
import { useConsole } from "@/components/shell/console-context";
import { ReadError } from "@/components/shell/read-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { actionWord } from "@/lib/core/format/audit-words";
import { auditEntryQuery } from "@/lib/client/queries/audit";
import { AuditEntryView } from "./audit-entry-view";
import { AuditOutcomeBadge } from "./audit-outcome-badge";

/** One entry in full. Its number is in the URL, so that a colleague who gets the address sees the same. */
export function AuditEntryDialog({ entry, onClose }: { entry: number; onClose: () => void }) {
  const { fleet } = useConsole();
  const read = useQuery(auditEntryQuery(fleet.id, entry));
  return (
    <Dialog
      size="lg"
      title={read.data ? `${actionWord(read.data.action)}, entry ${entry}` : `Entry ${entry}`}
      description={read.data && <AuditOutcomeBadge {...read.data} />}
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {read.error ? (
        <ReadError
          title="The entry could not be read"
          error={read.error}
          onRetry={() => void read.refetch()}
          retrying={read.isFetching}
        />
      ) : read.data ? (
        <AuditEntryView entry={read.data} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Dialog>
  );
}
