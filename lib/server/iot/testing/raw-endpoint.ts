import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Writes the bytes of an answer. It may leave the connection open. */
export type RawAnswer = string | ((socket: Socket) => void);

/** An endpoint that answers each request with given bytes: for answers that AWS would never give. */
export interface RawEndpoint {
  url: string;
  /** Sets its answer from now on. */
  answer: RawAnswer;
  /** The first lines of the requests that it received, such as `PUT /jobs/fw/cancel HTTP/1.1`. */
  requests: string[];
  stop(): Promise<void>;
}

/** Starts one. The SDK needs some credentials in the environment, whatever they are. */
export async function startRawEndpoint(): Promise<RawEndpoint> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {}); // the client may close it at any time
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      if (!isComplete(received)) return;
      endpoint.requests.push(received.slice(0, received.indexOf("\r\n")));
      received = "";
      if (typeof endpoint.answer === "string") socket.end(endpoint.answer);
      else endpoint.answer(socket);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint: RawEndpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: "",
    requests: [],
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
  return endpoint;
}

function isComplete(request: string): boolean {
  const end = request.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(request)?.[1] ?? 0);
  return request.length >= end + 4 + length;
}

/** The bytes of an HTTP answer. */
export function http(status: number, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Raw\r\n${lines.join("")}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
}
