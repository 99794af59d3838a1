import { runBrowserTests } from "./run-browser-tests.ts";
import { runCommand } from "./run-command.ts";

/** npm run e2e [-- cancel --grep force …]: runs the browser tests, or some of them. */
await runCommand(() => runBrowserTests({ args: process.argv.slice(2) }));
