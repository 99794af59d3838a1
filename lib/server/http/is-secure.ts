/**
 * Whether people reach us over TLS: by the public address where there is one, else by what the request says.
 *
 * @param forwardedProtocol X-Forwarded-Proto, after `normalizeHeaders`
 */
export function isSecure(publicOrigin: string | null, forwardedProtocol: string | null): boolean {
  return publicOrigin === null ? forwardedProtocol === "https" : publicOrigin.startsWith("https:");
}
