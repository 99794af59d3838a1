import { Readable } from "node:stream";

/** A page of 250 jobs takes some 100 KiB. A body of this length is not AWS's, and may never end. */
const MAX_BYTES = 16 * 1024 * 1024;

/** An answer was longer than any of AWS's. */
export class AnswerTooLong extends Error {
  override name = "AnswerTooLong";
}

/** The whole body of a raw answer. @throws AnswerTooLong, or what the network throws when it is cut off */
export async function readBody(body: unknown): Promise<Uint8Array> {
  if (!(body instanceof Readable)) return body instanceof Uint8Array ? body : new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop destroys the stream and its connection.
    if (length > MAX_BYTES) throw new AnswerTooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
