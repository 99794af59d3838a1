import { readSeeds } from "./paging-chaos-arguments.ts";
import { runBrowserTests } from "./run-browser-tests.ts";
import { runCommand } from "./run-command.ts";

/**
 * npm run paging-chaos [-- --seeds N] [-- --from SEED]: runs the browser tests of lists while AWS cuts pages at random,
 * once for each seed. Exits with 1 and names the seeds with which a test failed.
 */
await runCommand(async () => {
  const failed: number[] = [];
  for (const seed of readSeeds(process.argv.slice(2))) {
    console.log(`\nPages cut at random, seed ${seed}`);
    const code = await runBrowserTests({ args: ["--project", "paging-chaos"], pagingChaosSeed: seed });
    if (code !== 0) failed.push(seed);
  }
  if (failed.length > 0)
    console.log(`\nFailed with: ${failed.map((seed) => `--from ${seed} --seeds 1`).join(", ")}`);
  return failed.length === 0 ? 0 : 1;
});
