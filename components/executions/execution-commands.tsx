"use client";

import { useConsole } from "@/components/shell/console-context";
import { CopyButton } from "@/components/ui/copy-button";
import { Panel } from "@/components/ui/panel";
import { isCancelable } from "@/lib/core/domain/decide-cancellation";
import type { Execution } from "@/lib/core/domain/execution";
import { cancelCommand, describeCommand } from "@/lib/core/format/cancel-command";
import { versionPhrase } from "@/lib/core/format/version-words";

/** AWS CLI commands that read the execution, and cancel this version of it. */
export function ExecutionCommands({ execution }: { execution: Execution }) {
  const { fleet } = useConsole();
  const commands = [["Read it", describeCommand(fleet, execution)]];
  if (isCancelable(execution.status)) {
    const call = {
      force: execution.status === "IN_PROGRESS",
      expectedVersion: execution.versionNumber,
      statusDetails: null,
    };
    commands.push([
      `${call.force ? "Force cancel" : "Cancel"} ${execution.versionNumber === null ? "it" : versionPhrase(execution.versionNumber)}`,
      cancelCommand(fleet, execution, call),
    ]);
  }
  return (
    <Panel title="As AWS CLI">
      <dl className="flex flex-col gap-3">
        {commands.map(([name, command]) => (
          <div key={name} className="flex flex-col gap-1">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="flex flex-wrap items-start gap-2">
              <code className="min-w-0 flex-1 basis-72 rounded-md border border-line bg-hover px-2.5 py-1.5 font-mono text-xs wrap-anywhere text-ink">
                {command}
              </code>
              <CopyButton text={command ?? ""} size="sm" aria-label={`Copy: ${name}`} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
