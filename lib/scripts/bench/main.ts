import { writeFile } from "node:fs/promises";
import { runCommand } from "../run-command.ts";
import { measureAuditLog } from "./audit-log.ts";
import { type Amounts, type Part, readBenchArguments } from "./bench-arguments.ts";
import { type BenchTools, withBenchTools } from "./bench-tools.ts";
import { type Figure, missesAim } from "./figure.ts";
import { figureTable } from "./figure-table.ts";
import { measureIndexQueries } from "./index-queries.ts";
import { measureKnownNames } from "./known-names.ts";
import { measureLargeJob } from "./large-job.ts";
import { measureListRoute } from "./list-route-cost.ts";
import { measureIndex } from "./open-execution-index.ts";
import { measureOperations } from "./operations-at-quota.ts";
import { measureRunner } from "./operation-runner.ts";
import { measurePageCalls } from "./page-calls.ts";
import { measurePageWeight } from "./page-weight.ts";

type Measure = (tools: BenchTools, amounts: Amounts) => Promise<Figure[]>;

const MEASURES: Record<Part, { what: string; measure: Measure }> = {
  a: { what: "the list route beside the bare SDK", measure: measureListRoute },
  b: { what: "JavaScript of each page", measure: measurePageWeight },
  c: { what: "100,000 executions in a browser", measure: measureLargeJob },
  d: { what: "AWS calls of each page", measure: measurePageCalls },
  e: {
    what: "the audit log of 1,000,000 entries on both engines, for many minutes",
    measure: measureAuditLog,
  },
  f: {
    what: "the index of 1,000,000 open executions on both engines, for many minutes",
    measure: measureIndexQueries,
  },
  g: { what: "many cancellations within AWS's quotas, by three ways", measure: measureOperations },
  h: { what: "the runner of operations without quotas, on both engines", measure: measureRunner },
  i: { what: "reading the index of open executions, and what it saves", measure: measureIndex },
  j: { what: "Go to with 1,000,000 names on both engines, for some minutes", measure: measureKnownNames },
};

/** npm run bench [-- --only a,b,c …] [-- --json FILE] [-- --strict]: measures this product on this machine. */
await runCommand(async () => {
  const { parts, amounts, jsonFile, strict } = readBenchArguments(process.argv.slice(2));
  const figures: Figure[] = [];
  let broken = false;
  await withBenchTools(async (tools) => {
    for (const part of parts) {
      const { what, measure } = MEASURES[part];
      console.log(`Measuring (${part}) ${what} …`);
      try {
        figures.push(...(await measure(tools, amounts)));
      } catch (error) {
        broken = true; // the other parts are still worth measuring
        console.error(`(${part}) could not be measured:`, error);
      }
    }
  });

  console.log(`\n${figureTable(figures)}\n`);
  if (jsonFile !== null) await writeFile(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
  const missed = figures.filter(missesAim);
  console.log(`${figures.length} figures, ${missed.length} of them miss their aim.`);
  return broken || (strict && missed.length > 0) ? 1 : 0;
});
