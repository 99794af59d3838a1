/**
 * The variables that a child inherits. An allowlist, not a blocklist: a person's AWS set-up (a profile, a session token,
 * a role, whatever AWS adds next year) must never reach a demo or a test.
 */
const PASSED_ON = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "TZ",
  "TMPDIR",
  "TERM",
  "CI",
  "NO_COLOR",
  "FORCE_COLOR",
  "SystemRoot",
];

/** An environment for a child: the harmless part of ours, and `own`. */
export function childEnv(own: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  const passed = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const env = Object.fromEntries(
    [...passed, ...Object.entries(own)].filter(([, value]) => value !== undefined),
  );
  return { NODE_ENV: "production", ...env };
}
