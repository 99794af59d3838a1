"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useConsole } from "@/components/shell/console-context";
import { ReadError } from "@/components/shell/read-error";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { prettyDocument } from "@/lib/format/pretty-document";
import { jobDocumentQuery } from "@/lib/queries/jobs";

/** What the job tells its devices to do. One call of AWS, made when somebody wants to see it. */
export function JobDocument({ jobId }: { jobId: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <Panel
      title="Job document"
      aside={
        <Button size="sm" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? "Hide" : "Show"}
        </Button>
      }
    >
      {isShown ? (
        <Document jobId={jobId} />
      ) : (
        <p className="text-sm text-muted">What the job tells its devices to do.</p>
      )}
    </Panel>
  );
}

function Document({ jobId }: { jobId: string }) {
  const { fleet } = useConsole();
  const read = useQuery(jobDocumentQuery(fleet.id, jobId));
  if (read.error)
    return (
      <ReadError
        title="The job document could not be read"
        error={read.error}
        onRetry={() => void read.refetch()}
        retrying={read.isFetching}
      />
    );
  if (!read.data) return <SkeletonRows rows={3} />;
  const { document } = read.data;
  if (document === null) return <p className="text-sm text-muted">AWS IoT has no document for this job.</p>;
  return (
    <div className="flex flex-col items-start gap-2">
      <pre
        tabIndex={0}
        className="max-h-120 w-full overflow-auto rounded-md border border-line bg-hover p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap text-ink"
      >
        {prettyDocument(document)}
      </pre>
      <CopyButton text={document}>Copy document</CopyButton>
    </div>
  );
}
