import { readChaosArguments } from "./chaos-arguments.ts";
import { childEnv } from "./child-env.ts";
import { PROJECT } from "./project.ts";
import { runCommand } from "./run-command.ts";
import { startNode } from "./start-process.ts";

/**
 * npm run chaos [-- --seed N] [-- --items N]: runs operations on two instances while instances are killed and frozen, the
 * database disconnects or hangs, AWS fails, jobs are recreated and devices continue. Then compares the history of every
 * item with AWS's log and the audit log, and exits with 1 if they disagree. The runner and the store are in a process of
 * their own, as commands import neither.
 */
await runCommand(async () => {
  const { seed, items } = readChaosArguments(process.argv.slice(2));
  console.log(`Chaos over ${items} items, seed ${seed}`);
  const chaos = startNode({
    name: "Chaos",
    args: [
      "--no-warnings",
      ...["--import", `${PROJECT}/lib/scripts/resolve-sources.js`],
      `${PROJECT}/lib/server/operations/testing/run-chaos.ts`,
      ...[String(seed), String(items)],
    ],
    env: childEnv(),
    onLine: (line) => console.log(line),
  });
  return (await chaos.exited) ?? 1;
});
