import { hostname } from "node:os";

export const LOOPBACK = "127.0.0.1";

/**
 * The address to listen on: loopback unless HOSTNAME says otherwise. Containers and some shells export the machine's
 * own name as HOSTNAME without anybody having asked for an open port: that name means nothing here.
 */
export function listeningHost(wanted = process.env.HOSTNAME, machine = hostname()): string {
  return wanted === undefined || wanted === "" || wanted === machine ? LOOPBACK : wanted;
}

/** The address to print for a person. */
export function addressOf(host: string, port: number): string {
  const local = [LOOPBACK, "0.0.0.0", "::", "::1"].includes(host);
  return `http://${local ? "localhost" : host}:${port}`;
}
