import { connect, type Socket } from "node:net";
import { once } from "node:events";

/** What the caller has seen of a connection so far. */
export type RawCall = {
  socket: Socket;
  /** All received bytes, as text. */
  readonly text: string;
  /** The number of chunks received. */
  readonly pieces: number;
  /** The error of the socket: `ECONNRESET` for a reset connection. */
  readonly errorCode: string | undefined;
  /** Fulfilled when the connection has ended in any way. */
  ended: Promise<unknown>;
};

const AUTHORIZATION =
  "AWS4-HMAC-SHA256 Credential=raw/20260101/eu-west-1/iot/aws4_request, SignedHeaders=host, Signature=0";

/** Sends a call of AWS IoT over a bare socket, since HTTP clients would hide the raw answer. */
export function callRaw(port: number, method: string, path: string, body = ""): RawCall {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  let errorCode: string | undefined;
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.on("error", (error: NodeJS.ErrnoException) => (errorCode = error.code));
  socket.write(
    [
      `${method} ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      `authorization: ${AUTHORIZATION}`,
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
  return {
    socket,
    get text() {
      return Buffer.concat(chunks).toString("utf8");
    },
    get pieces() {
      return chunks.length;
    },
    get errorCode() {
      return errorCode;
    },
    ended: new Promise((resolve) => socket.once("close", resolve)),
  };
}

/** Waits until `isEnough` accepts what was received. */
export async function waitForBytes(call: RawCall, isEnough: (call: RawCall) => boolean): Promise<void> {
  while (!isEnough(call)) await once(call.socket, "data");
}
