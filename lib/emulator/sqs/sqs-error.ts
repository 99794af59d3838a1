import { AwsError } from "../http/aws-error.ts";

/** The names of SQS's errors in its older query protocol. Both names are sent. */
const QUERY_NAMES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
};

export const sqsError = (name: string, message: string) => new AwsError(name, message, 400);

export const noSuchQueue = () => sqsError("QueueDoesNotExist", "The specified queue does not exist.");

/** The headers and body of an error: its name in `__type`, and its older name in a header. */
export function sqsErrorAnswer(error: AwsError) {
  const side = error.status < 500 ? "Sender" : "Receiver";
  return {
    status: error.status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-query-error": `${QUERY_NAMES[error.errorName] ?? error.errorName};${side}`,
    },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${error.errorName}`, message: error.message }),
    errorName: error.errorName,
  };
}
