import { runCheck } from "./run-check.ts";
import { runCommand } from "./run-command.ts";

/**
 * npm run check: types, lint, dependency rules, dead code, format, vocabulary, sizes and unit tests. A failure does not
 * keep the others from running.
 */
await runCommand(async () => ((await runCheck()).some(({ failed }) => failed) ? 1 : 0));
