"use client";

import { useConsole } from "@/components/shell/console-context";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Job } from "@/lib/core/domain/job";
import { configurationWords, type Setting } from "./configuration-words";
import { JobTargets } from "./job-targets";
import { selectionWord } from "./selection-word";

/** A job's targets and configuration in words, with AWS's own names beside them. */
export function JobConfiguration({ job }: { job: Job | undefined }) {
  const { fleet } = useConsole();
  if (!job)
    return (
      <Panel padded={false}>
        <SkeletonRows rows={5} label="Reading the job" />
      </Panel>
    );

  const general: Setting[] = [
    { label: "Target selection", api: "targetSelection", words: [selectionWords(job.targetSelection)] },
    ...(job.namespaceId === null
      ? []
      : [{ label: "Namespace", api: "namespaceId", words: [job.namespaceId] }]),
  ];
  return (
    <div className="grid items-start gap-3.5 xl:grid-cols-[3fr_2fr]">
      <Panel title="How it is carried out">
        <dl className="flex flex-col">
          {[...general, ...configurationWords(job)].map((setting) => (
            <div
              key={setting.api}
              className="grid gap-x-6 gap-y-1 border-t border-line py-2.5 last:pb-0 sm:grid-cols-[13rem_1fr]"
            >
              <dt className="text-sm font-medium text-ink">
                {setting.label}{" "}
                <span className="block font-mono text-xs font-normal wrap-anywhere text-muted">
                  {setting.api}
                </span>
              </dt>
              <dd className="text-sm wrap-anywhere text-body">
                {setting.words.map((words) => (
                  <p key={words}>{words}</p>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
      <JobTargets fleetId={fleet.id} targets={job.targets} processing={job.processingTargets} />
    </div>
  );
}

function selectionWords(selection: string | null): string {
  switch (selection) {
    case "SNAPSHOT":
      return "Snapshot: the things that its targets had when it was created.";
    case "CONTINUOUS":
      return "Continuous: also each thing that joins one of its groups later.";
    default:
      return selectionWord(selection);
  }
}
