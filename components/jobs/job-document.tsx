"use client";

import { useQuery } from "@tanstack/react-query";
import { FileX } from "lucide-react";
import { useConsole } from "@/components/shell/console-context";
import { ReadError } from "@/components/shell/read-error";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { jobDocumentQuery } from "@/lib/client/queries/jobs";
import { isJson, prettyDocument } from "@/lib/core/format/pretty-document";

/** The instructions for the devices. Read when someone opens them, shown as inert text, copied as AWS stores them. */
export function JobDocument({ jobId, source }: { jobId: string; source: string | null }) {
  const { fleet } = useConsole();
  const read = useQuery(jobDocumentQuery(fleet.id, jobId));
  const text = read.data?.document ?? null;

  return (
    <Panel
      title="Job document"
      aside={text !== null && <CopyButton size="sm" className="ml-auto" text={text} />}
      padded={false}
    >
      {source && (
        <p className="border-t border-line px-4 py-2 text-sm text-muted">
          Made from <span className="font-mono wrap-anywhere text-body">{source}</span>
        </p>
      )}
      <div className="border-t border-line">
        {read.error && !read.data && (
          <ReadError
            title="The job document could not be read"
            error={read.error}
            onRetry={() => void read.refetch()}
            retrying={read.isFetching}
          />
        )}
        {read.isPending && <SkeletonRows rows={5} label="Reading the job document" />}
        {text !== null && <DocumentText text={text} />}
        {read.data && text === null && (
          <EmptyState title="AWS has no document for this job" icon={<FileX aria-hidden />} />
        )}
      </div>
    </Panel>
  );
}

function DocumentText({ text }: { text: string }) {
  return (
    <>
      {!isJson(text) && (
        <p className="px-4 pt-2.5 text-xs text-muted">This is not JSON; it is shown as AWS stores it.</p>
      )}
      <pre
        tabIndex={0}
        role="region"
        aria-label="Text of the job document"
        className="max-h-[max(24rem,calc(100dvh-22rem))] overflow-auto px-4 py-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap text-ink -outline-offset-2"
      >
        {prettyDocument(text)}
      </pre>
    </>
  );
}
