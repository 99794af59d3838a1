import { once } from "node:events";
import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { headersOf, send, type Answer } from "./answer.ts";

/** How an answer is sent. All but the first close the connection. */
export type Delivery =
  | { by: "response" }
  | { by: "close" }
  | { by: "reset" }
  | { by: "hang" }
  | { by: "cut-off" }
  | { by: "oversized-headers" }
  | { by: "not-http"; text: string | undefined }
  | { by: "slow-drip"; durationMs: number };

/** The caller receives no answer, even if there is one. */
export function losesAnswer({ by }: Delivery): boolean {
  return by === "close" || by === "reset" || by === "hang" || by === "not-http";
}

/** The first line of a server of another protocol. */
const NOT_HTTP = "SSH-2.0-OpenSSH_9.6\r\n";
/** Node and most proxies accept 16 KB of headers. */
const PADDING_HEADERS = 8;
const PADDING_LENGTH = 4_096;
/** The declared length of an answer without a body. */
const CUT_OFF_LENGTH = 100;
const SHORTEST_DRIP_MS = 5;

/** Sends an answer, or breaks the connection as a fault demands. */
export async function deliver(
  delivery: Delivery,
  given: {
    socket: Socket;
    response: ServerResponse;
    answer: Answer;
    requestId: string | undefined;
    pause: (ms: number) => Promise<void>;
    /** Aborted when the emulator is stopped or reset. */
    signal: AbortSignal;
  },
): Promise<void> {
  const { socket, response, answer, requestId } = given;
  if (socket.destroyed) return;
  switch (delivery.by) {
    case "response":
      send(response, answer, requestId);
      return;
    case "close":
      socket.destroy();
      return;
    case "reset":
      socket.resetAndDestroy();
      return;
    case "hang":
      await once(socket, "close", { signal: given.signal });
      return;
    case "not-http":
      socket.end(delivery.text ?? NOT_HTTP);
      return;
    case "cut-off": {
      const body = Buffer.from(answer.body);
      const promised = Math.max(body.length, CUT_OFF_LENGTH);
      socket.write(toHead(answer, requestId, { "content-length": String(promised) }));
      socket.end(body.subarray(0, Math.floor(body.length / 2)));
      return;
    }
    case "oversized-headers": {
      const padding = Array.from({ length: PADDING_HEADERS }, (_, index) => [
        `x-padding-${index}`,
        "x".repeat(PADDING_LENGTH),
      ]);
      socket.end(
        toHead(answer, requestId, Object.fromEntries(padding) as Record<string, string>) + answer.body,
      );
      return;
    }
    case "slow-drip":
      await drip(
        socket,
        Buffer.from(toHead(answer, requestId) + answer.body),
        delivery.durationMs,
        given.pause,
      );
  }
}

/** Sends byte by byte, headers included, or in larger pieces when the time is too short. */
async function drip(
  socket: Socket,
  bytes: Buffer,
  durationMs: number,
  pause: (ms: number) => Promise<void>,
): Promise<void> {
  const pieces = Math.min(bytes.length, Math.max(1, Math.floor(durationMs / SHORTEST_DRIP_MS)));
  const startMs = performance.now();
  for (let piece = 0; piece < pieces && !socket.destroyed; piece++) {
    const dueMs = startMs + (durationMs * (piece + 1)) / pieces;
    await pause(Math.max(0, dueMs - performance.now()));
    const at = (index: number) => Math.floor((bytes.length * index) / pieces);
    socket.write(bytes.subarray(at(piece), at(piece + 1)));
  }
  socket.end();
}

/** The status line and headers as bytes: Node itself writes neither invalid nor partial ones. */
function toHead(answer: Answer, requestId: string | undefined, more: Record<string, string> = {}): string {
  const headers = { ...headersOf(answer, requestId), ...more, connection: "close" };
  return [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "",
    "",
  ].join("\r\n");
}
