/** Whether a URL can only lead to this machine. A name other than localhost may lead anywhere. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url); // the parser has expanded forms such as 127.1 and 0x7f.1
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
