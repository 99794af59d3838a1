/** How the network failed a call. `isNeverSent`: no connection came about, so AWS has heard nothing. */
export type NetworkTrouble =
  | { isNeverSent: true; because: "refused" | "tls" }
  | { isNeverSent: false; because: "refused" | "tls" | "no-answer" | "unreadable" };

/** System calls after which no byte was sent: the address was not found, or no connection was made. */
const CONNECTING = new Set(["connect", "getaddrinfo", "socket"]);
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EADDRNOTAVAIL",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "EPERM",
  "EACCES",
  "EMFILE",
  "ENFILE",
]);
/** What Node and OpenSSL call a certificate that is not trusted. It is checked before anything is sent. */
const CERTIFICATE =
  /^(?!ERR_SSL).*CERT|^UNABLE_TO_|CRL|^INVALID_(CA|PURPOSE)$|^PATH_LENGTH_EXCEEDED$|^HOSTNAME_MISMATCH$/;
/** Any other trouble with TLS, which may also come after the request was sent. */
const TLS = /^ERR_(TLS|SSL)|^EPROTO$/;
const CUT_OFF = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ESOCKETTIMEDOUT", "ECONNABORTED"]);
/** Node's parser: what came is no HTTP, or its headers are too long. */
const NOT_HTTP = /^HPE_/;

/** Null for what is no error of the network. */
export function networkTroubleOf(error: unknown): NetworkTrouble | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AggregateError && error.errors.length > 0) return troubleOfAll(error.errors);
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const isConnecting =
    "syscall" in error && typeof error.syscall === "string" && CONNECTING.has(error.syscall);
  if (isConnecting) return { because: "refused", isNeverSent: true };
  if (CERTIFICATE.test(code)) return { because: "tls", isNeverSent: true };
  if (UNREACHABLE.has(code)) return { because: "refused", isNeverSent: false };
  if (TLS.test(code)) return { because: "tls", isNeverSent: false };
  if (NOT_HTTP.test(code)) return { because: "unreadable", isNeverSent: false };
  const isCutOff = CUT_OFF.has(code) || error.name === "TimeoutError" || error.name === "AbortError";
  return isCutOff ? { because: "no-answer", isNeverSent: false } : null;
}

/** Several addresses of one host that all failed come as one error with many inside. */
function troubleOfAll(errors: readonly unknown[]): NetworkTrouble | null {
  const troubles = errors.map(networkTroubleOf);
  const doubtful = troubles.find((trouble) => !trouble?.isNeverSent);
  return doubtful === undefined ? (troubles[0] ?? null) : doubtful;
}
