/**
 * What a page may load and run: our own files, and the inline scripts that carry this request's nonce.
 *
 * Next puts the nonce on its own scripts when it finds this header on the request. 'strict-dynamic' is left out: with it
 * an inline script that a script adds would run without a nonce, and all our files come from here anyway. Style
 * attributes are allowed, since the widths of columns and bars are set by them. Style elements need the nonce: a
 * stylesheet can read out a page by its selectors, an attribute cannot.
 *
 * @param development allows what the dev server needs: `eval` for React's error stacks, and a socket
 */
export function contentSecurityPolicy(
  nonce: string,
  { secure, development }: { secure: boolean; development: boolean },
): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${development ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ];
  return directives.join("; ");
}

/** The policy of a response that is not a page: it may load nothing, whatever type a browser takes it for. */
export const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";
