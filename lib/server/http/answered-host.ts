/** The settings that decide which host names are answered. */
export interface HostSettings {
  /** Where people reach the console. Null: not configured. */
  publicOrigin: string | null;
  /** The server listens on loopback alone. */
  isLoopbackOnly: boolean;
}

/**
 * Why a request for this host is not answered. Null: it is.
 *
 * Another site can let its own name resolve to our address (DNS rebinding). A browser then takes that site's page and
 * ours for one site. The attack needs a name that the attacker controls, so IP addresses and `localhost` are always
 * answered. Of the other names only the public one is, if it is configured. If it is not, a server on loopback answers
 * no other name, and any other server answers all names, since it cannot know its own.
 *
 * @param host the requested host, after `normalizeHeaders`
 */
export function hostIssue(host: string, { publicOrigin, isLoopbackOnly }: HostSettings): string | null {
  if (publicOrigin === null && !isLoopbackOnly) return null;
  const hostname = hostnameOf(host);
  if (hostname === "localhost" || isAddress(hostname)) return null;
  if (publicOrigin === null)
    return "Standdown answers to localhost only. To reach it under this name, set PUBLIC_URL to the address that people use.";
  return hostname === new URL(publicOrigin).hostname ? null : `Standdown answers at ${publicOrigin} only.`;
}

/** The host without its port, and with an address in full form. Empty if it is not a host. */
function hostnameOf(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}

const isAddress = (hostname: string) => hostname.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
