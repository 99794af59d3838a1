// Operations of so many items under everything that can go wrong, and whether they held (npm run chaos starts it):
// node --import ./lib/commands/resolve-sources.js lib/operations/testing/run-chaos.ts [seed] [items]
import { unleashChaos } from "./chaos";
import { describeChaos } from "./chaos-report";

const [seed = "1", items = "3000"] = process.argv.slice(2);
const began = performance.now();
const report = await unleashChaos({
  ...{
    seed: Number(seed),
    items: Number(items),
    latencyMs: 500,
    kills: 5,
    outages: 4,
    freezes: 2,
    standstills: 3,
  },
  ...{ outageMs: [1_000, 8_000], faultEveryMs: [100, 800], deviceEveryMs: [50, 250] },
  withinMs: 20 * 60_000,
  say: (line) => console.log(`${((performance.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${line}`),
});
console.log(`\n${describeChaos(report, Number(seed))}`);
process.exit(report.breaches.length === 0 ? 0 : 1);
