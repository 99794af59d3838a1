/** Small enough to be sent soon, large enough not to need a write for each line. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Lines as a download: each chunk is sent before more is read. */
export function streamText(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      let chunk = "";
      while (chunk.length < CHUNK_CHARACTERS) {
        const line = await lines.next();
        if (line.done) {
          if (chunk) controller.enqueue(encoder.encode(chunk));
          controller.close();
          return;
        }
        chunk += line.value;
      }
      controller.enqueue(encoder.encode(chunk));
    },
    // Closing the tab ends the reading too.
    cancel: async () => void (await lines.return(undefined)),
  });
}
