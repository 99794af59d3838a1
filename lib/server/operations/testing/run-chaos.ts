// Runs operations under every fault and checks the results (npm run chaos starts it):
// node --import ./lib/scripts/resolve-sources.js lib/server/operations/testing/run-chaos.ts [seed] [items]
import { unleashChaos } from "./chaos";
import { describeChaos } from "./chaos-report";

const [seed = "1", items = "3000"] = process.argv.slice(2);
const startedAt = performance.now();
const report = await unleashChaos({
  ...{ seed: Number(seed), items: Number(items), latencyMs: 500, perSecond: 10 },
  blows: {
    ...{ kill: 4, outage: 3, freeze: 2, standstill: 2, recreate: 2, move: 2, reconfigure: 2, "back up": 1 },
    ...{ "pause while frozen": 2, "stop and withdraw while frozen": 1 },
  },
  ...{
    outageMs: [1_000, 8_000],
    frozenMs: [16_000, 60_000],
    faultEveryMs: [100, 800],
    deviceEveryMs: [50, 250],
  },
  patienceMs: [8_000, 22_000],
  withinMs: 30 * 60_000,
  say: (line) =>
    console.log(`${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${line}`),
});
console.log(`\n${describeChaos(report, Number(seed))}`);
process.exit(report.breaches.length === 0 ? 0 : 1);
