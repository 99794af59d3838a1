import { createServer } from "node:net";
import { CommandError } from "./command-error.ts";

/** A port that is free on loopback. Another process may take it before the caller does: try again then. */
export async function findFreePort(): Promise<number> {
  const port = await listenOnce("127.0.0.1", 0);
  if (typeof port === "string") throw new Error(`No free port on 127.0.0.1: ${port}`);
  return port;
}

/**
 * Reads a port from the environment variable `variable` and checks that it is free on `host`.
 *
 * @throws CommandError that names the variable to set
 */
export async function requireFreePort(variable: string, preset: number, host = "127.0.0.1"): Promise<number> {
  const text = process.env[variable] ?? "";
  const port = text === "" ? preset : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandError(
      `${variable}=${text} is not a port: give a number from 0 (any free port) to 65535.`,
    );
  if (port === 0) return findFreePort();

  // A browser may resolve "localhost" to ::1, and would reach another server that listens there.
  const hosts = host === "127.0.0.1" ? [host, "::1"] : [host];
  for (const each of hosts) {
    const outcome = await listenOnce(each, port);
    if (outcome === "EADDRINUSE")
      throw new CommandError(
        `Port ${port} is taken. Set ${variable} to another one, such as ${variable}=${port + 1}.`,
      );
    if (outcome === "EACCES")
      throw new CommandError(`Port ${port} is not ours to open. Set ${variable} to one above 1023.`);
  }
  return port;
}

/** Listens for a moment. @returns the port, or the code of the error */
function listenOnce(host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
