import { CancelJobExecutionCommand, type IoTClient } from "@aws-sdk/client-iot";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { JOB_ID_PATTERN, THING_NAME_PATTERN } from "@/lib/core/domain/names";
import type { AwsCalls } from "./call-aws";
import { LAST_BEFORE_SENDING, sendBefore } from "./check-answers";
import { toCancelAnswer } from "./declared-answer";
import type { IotGateway } from "./iot-gateway";

/** @param forgetReads called with thing and job, whatever AWS answers */
export function cancelExecutionCall(
  client: IoTClient,
  aws: AwsCalls,
  forgetReads: (names: readonly string[]) => void,
): IotGateway["cancelExecution"] {
  return async (ref, call, { slot, sendBefore: deadline } = {}) => {
    requireLegalNames(ref);
    const command = new CancelJobExecutionCommand({
      ...ref,
      force: call.force,
      expectedVersion: call.expectedVersion ?? undefined,
      statusDetails: call.statusDetails === null ? undefined : { ...call.statusDetails },
    });
    if (deadline !== undefined) command.middlewareStack.add(sendBefore(deadline), LAST_BEFORE_SENDING);
    try {
      const subject = { api: "CancelJobExecution" as const, ...aboutExecution(ref) };
      const sent = await aws.write(subject, slot, (abortSignal) => client.send(command, { abortSignal }));
      return sent.ok ? sent : { ...sent, failure: toCancelAnswer(sent.failure) };
    } finally {
      forgetReads([ref.thingName, ref.jobId]);
    }
  };
}

export const aboutExecution = ({ thingName, jobId }: ExecutionRef) => ({
  what: `The execution of ${jobId} on ${thingName}`,
  resource: `job/${jobId} and thing/${thingName}`,
});

/** The last check. With `..` for a thing's name this very call would mean CancelJob for the whole fleet (facts 1.7). */
function requireLegalNames({ thingName, jobId }: ExecutionRef): void {
  if (!THING_NAME_PATTERN.test(thingName) || !JOB_ID_PATTERN.test(jobId))
    throw new Error("Refused to send a cancellation with a name that AWS IoT does not know.");
}
