"use client";

import { useState } from "react";
import { JobDocument } from "@/components/jobs/job-document";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";

/** The job's document, read when someone opens it: it costs one call to AWS. */
export function JobDocumentOnDemand({ jobId }: { jobId: string }) {
  const [isShown, setShown] = useState(false);
  if (isShown) return <JobDocument jobId={jobId} source={null} />;
  return (
    <Panel
      title="Job document"
      aside={
        <Button size="sm" onClick={() => setShown(true)}>
          Show
        </Button>
      }
    >
      <p className="text-sm text-muted">What the job tells its devices to do.</p>
    </Panel>
  );
}
