import { hostname } from "node:os";

export const LOOPBACK = "127.0.0.1";

/**
 * The address to listen on: HOSTNAME, else loopback. Containers and some shells set HOSTNAME to the machine's own name
 * without anyone wanting an open port, so that name is ignored.
 */
export function listeningHost(wanted = process.env.HOSTNAME, machine = hostname()): string {
  return wanted === undefined || wanted === "" || wanted === machine ? LOOPBACK : wanted;
}

/** The address to print. */
export function addressOf(host: string, port: number): string {
  const local = [LOOPBACK, "0.0.0.0", "::", "::1"].includes(host);
  return `http://${local ? "localhost" : host}:${port}`;
}
