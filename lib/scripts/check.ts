import { runCheck } from "./run-check.ts";
import { runCommand } from "./run-command.ts";

/**
 * npm run check: types, lint, dependency rules, dead code, format, vocabulary, sizes and unit tests. All run, whichever
 * fails.
 */
await runCommand(async () => ((await runCheck()).some(({ failed }) => failed) ? 1 : 0));
