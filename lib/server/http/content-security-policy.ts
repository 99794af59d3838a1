/**
 * What a page may load and run: our own files, and the inline scripts that carry this request's nonce.
 *
 * Next puts the nonce on its own scripts when it finds this header on the request. No 'strict-dynamic': with it an
 * inline script that a script adds runs without a nonce, and all our files come from here anyway. Attributes of style are
 * allowed (widths of columns and bars are such), elements of style need the nonce: a stylesheet can read a
 * page out by selectors, an attribute cannot.
 *
 * @param development React's error stacks need `eval` there, and the dev server a socket
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

/** What an answer that is no page may load: nothing, whatever type a browser takes it for. */
export const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";
