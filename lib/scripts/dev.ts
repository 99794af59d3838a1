import { join } from "node:path";
import { addressOf, listeningHost } from "./listening-host.ts";
import { requireFreePort } from "./ports.ts";
import { PROJECT } from "./project.ts";
import { runCommand } from "./run-command.ts";
import { startNode } from "./start-process.ts";

/** npm run dev: runs the console from its sources with the current environment, and reloads on every change. */
await runCommand(async () => {
  const host = listeningHost();
  const port = await requireFreePort("PORT", 3000, host);
  console.log(`Standdown for development on ${addressOf(host, port)}. Stop with Ctrl-C.`);
  const next = join(PROJECT, "node_modules/next/dist/bin/next");
  const args = [next, "dev", "--hostname", host, "--port", String(port), ...process.argv.slice(2)];
  const env = { ...process.env, NODE_ENV: "development" as const, NEXT_TELEMETRY_DISABLED: "1" };
  return (await startNode({ name: "next dev", args, env, inherit: true }).exited) ?? 1;
});
