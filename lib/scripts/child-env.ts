/**
 * The little of our environment that a child may have. A list of names and not a list of exceptions: what a person's
 * shell says about AWS (a profile, a session token, a role, whatever comes next year) must not reach a demo or a test.
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
