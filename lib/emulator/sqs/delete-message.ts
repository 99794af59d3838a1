import { list, required, string, structure } from "../http/shape.ts";
import { readSqsInput, requireQueue } from "./read-sqs-input.ts";
import type { SqsCall } from "./sqs-call.ts";
import { sqsError } from "./sqs-error.ts";

const MOST_ENTRIES = 10;
const INVALID = "The input receipt handle is invalid.";

export function deleteMessage(call: SqsCall): object {
  const { QueueUrl, ReceiptHandle } = readSqsInput(call, {
    QueueUrl: required(string()),
    ReceiptHandle: required(string()),
  });
  if (!requireQueue(call, QueueUrl).delete(ReceiptHandle)) throw sqsError("ReceiptHandleIsInvalid", INVALID);
  return {};
}

/** Deletes each entry on its own. Entries that fail are listed in `Failed`. */
export function deleteMessageBatch(call: SqsCall): object {
  const { QueueUrl, Entries } = readSqsInput(call, {
    QueueUrl: required(string()),
    Entries: required(list(structure({ Id: required(string()), ReceiptHandle: required(string()) }))),
  });
  const queue = requireQueue(call, QueueUrl);
  if (Entries.length === 0)
    throw sqsError(
      "EmptyBatchRequest",
      "There should be at least one DeleteMessageBatchRequestEntry in the request.",
    );
  if (Entries.length > MOST_ENTRIES)
    throw sqsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${Entries.length}.`,
    );
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length)
    throw sqsError("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
  const done = Entries.map((entry) => ({ ...entry, isDeleted: queue.delete(entry.ReceiptHandle) }));
  return {
    Successful: done.filter(({ isDeleted }) => isDeleted).map(({ Id }) => ({ Id })),
    Failed: done
      .filter(({ isDeleted }) => !isDeleted)
      .map(({ Id }) => ({ Id, SenderFault: true, Code: "ReceiptHandleIsInvalid", Message: INVALID })),
  };
}
