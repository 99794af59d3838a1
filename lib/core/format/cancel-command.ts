import type { CancelCall } from "@/lib/core/domain/decide-cancellation";
import type { ExecutionRef } from "@/lib/core/domain/execution";

/** The endpoint of a command. */
export interface CommandTarget {
  region: string;
  /** Null: AWS's own address for the region. */
  endpointOption: string | null;
}

/**
 * The option that sends a command to the fleet's own endpoint instead of AWS's.
 *
 * @param isShown whether people may see the address. If not, the option has a shell variable instead, and the command
 * stops if that is not set. Without an endpoint, it would cancel an execution of the same names in AWS.
 */
export function endpointOption(endpoint: string | null, isShown: boolean): string | null {
  if (endpoint === null) return null;
  const word = isShown
    ? quote(endpoint)
    : `"\${AWS_ENDPOINT_URL_IOT:?is not set to the address of this fleet}"`;
  return `--endpoint-url ${word}`;
}

/** The same cancellation as a command for the AWS CLI, quoted for a POSIX shell. */
export function cancelCommand(target: CommandTarget, ref: ExecutionRef, call: CancelCall): string {
  const words = commandOn("cancel-job-execution", target, ref);
  if (call.force) words.push("--force");
  if (call.expectedVersion !== null) words.push(`--expected-version ${call.expectedVersion}`);
  if (call.statusDetails !== null)
    words.push(`--status-details ${quote(JSON.stringify(call.statusDetails))}`);
  return words.join(" ");
}

/** The command that reads the execution. */
export function describeCommand(target: CommandTarget, ref: ExecutionRef): string {
  return commandOn("describe-job-execution", target, ref).join(" ");
}

function commandOn(action: string, target: CommandTarget, { thingName, jobId }: ExecutionRef): string[] {
  return [
    `aws iot ${action}`,
    ...(target.endpointOption === null ? [] : [target.endpointOption]),
    `--region ${quote(target.region)}`,
    named("--job-id", jobId),
    named("--thing-name", thingName),
  ];
}

/**
 * Joins a name that starts with a dash to its option by `=`. Otherwise the AWS CLI would take the name for an option.
 */
function named(option: string, name: string): string {
  return `${option}${name.startsWith("-") ? "=" : " "}${quote(name)}`;
}

/** Words without special characters stay bare; all others are in single quotes. */
function quote(word: string): string {
  return /^[\w:./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
