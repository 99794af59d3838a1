/** What says by which names people may ask for us. */
export interface HostSettings {
  /** Where people reach the console; null: nobody has said. */
  publicOrigin: string | null;
  /** The server listens on loopback alone. */
  isLoopbackOnly: boolean;
}

/**
 * Why a request for this host is not answered; null where it is.
 *
 * A page of another site may have its own name lead to our address (DNS rebinding): to a browser the two are then one
 * site. Such a page can only come by a name, so addresses are always answered, and whoever watches over us by them; and
 * by loopback's own name it cannot come. Of other names just the public address's is, where it is known; and where it
 * is not, none on a server that only this machine can reach. What else listens may have any name.
 *
 * @param host as the browser asked for it, after settle-headers has made it true
 */
export function hostIssue(host: string, { publicOrigin, isLoopbackOnly }: HostSettings): string | null {
  if (publicOrigin === null && !isLoopbackOnly) return null;
  const hostname = hostnameOf(host);
  if (hostname === "localhost" || isAddress(hostname)) return null;
  if (publicOrigin === null)
    return "Standdown answers to localhost only. Whoever runs it: set PUBLIC_URL to the address that people use.";
  return hostname === new URL(publicOrigin).hostname ? null : `Standdown answers at ${publicOrigin} only.`;
}

/** Without its port, and addresses written out; empty for what is no host at all. */
function hostnameOf(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}

const isAddress = (hostname: string) => hostname.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
