import { Agent, get } from "node:http";

/** Reads JSON over keep-alive connections. */
export type KeepAliveGet = { read: (url: string) => Promise<unknown>; close: () => void };

/**
 * Uses `node:http` with the SDK's number of connections instead of `fetch`, because the SDK uses `node:http` too: then
 * the two sides differ in the server only, not in the client.
 */
export function createKeepAliveGet(cookie: string): KeepAliveGet {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  return { read: (url) => readJson(url, agent, cookie), close: () => agent.destroy() };
}

function readJson(url: string, agent: Agent, cookie: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { accept: "application/json", cookie } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${url} answered ${response.statusCode}: ${text}`));
      });
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // The server may close an idle connection just as it is reused: Node advises one retry.
      if (request.reusedSocket && error.code === "ECONNRESET") resolve(readJson(url, agent, cookie));
      else reject(error);
    });
  });
}
