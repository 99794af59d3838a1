import type { CancelCall } from "@/lib/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/domain/execution";

/** The same cancellation as a command for the AWS CLI, quoted for a POSIX shell. */
export function cancelCommand(region: string, ref: ExecutionRef, call: CancelCall): string {
  const words = [
    "aws iot cancel-job-execution",
    `--region ${quote(region)}`,
    named("--job-id", ref.jobId),
    named("--thing-name", ref.thingName),
  ];
  if (call.force) words.push("--force");
  if (call.expectedVersion !== null) words.push(`--expected-version ${call.expectedVersion}`);
  if (call.statusDetails !== null)
    words.push(`--status-details ${quote(JSON.stringify(call.statusDetails))}`);
  return words.join(" ");
}

/** The command that reads the execution. */
export function describeCommand(region: string, { thingName, jobId }: ExecutionRef): string {
  return `aws iot describe-job-execution --region ${quote(region)} ${named("--job-id", jobId)} ${named("--thing-name", thingName)}`;
}

/** Names may start with a dash: standing alone, the AWS CLI would take such a one for an option. */
function named(option: string, name: string): string {
  return `${option}${name.startsWith("-") ? "=" : " "}${quote(name)}`;
}

/** Words that a shell leaves alone stay bare; all else stands in single quotes. */
function quote(word: string): string {
  return /^[\w:./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
