import { callSqs, type EmulatorAddress } from "./emulator-calls";

/** The queue that receives job events, as an IoT rule would send them. */
export const eventQueueUrl = ({ url }: EmulatorAddress) => `${url}/123456789012/iot-events`;

/** Sends a message to the event queue: one that no rule would send, or one that was sent before. */
export async function sendMessage(emulator: EmulatorAddress, MessageBody: string): Promise<void> {
  await callSqs(emulator, "SendMessage", { QueueUrl: eventQueueUrl(emulator), MessageBody });
}

/** The messages of the event queue, those included that a consumer has received and not deleted. */
export async function countMessages(emulator: EmulatorAddress): Promise<number> {
  const { Attributes } = (await callSqs(emulator, "GetQueueAttributes", {
    QueueUrl: eventQueueUrl(emulator),
  })) as { Attributes: Record<string, string> };
  return (
    Number(Attributes.ApproximateNumberOfMessages) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible) +
    Number(Attributes.ApproximateNumberOfMessagesDelayed)
  );
}
