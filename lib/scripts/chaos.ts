import { readChaosArguments } from "./chaos-arguments.ts";
import { childEnv } from "./child-env.ts";
import { PROJECT } from "./project.ts";
import { runCommand } from "./run-command.ts";
import { startNode } from "./start-process.ts";

/**
 * npm run chaos [-- --seed N] [-- --items N]: operations on two instances while instances are killed and frozen, the
 * database goes away or stands still, AWS fails, jobs are created again and devices go on. Then the history of every
 * item is compared with AWS's log and the audit log. Exits 1 where anything does not agree. It runs in a process of its
 * own, which has the runner and the store; a command has neither.
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
