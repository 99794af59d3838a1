import type { ControlAction } from "./control-action.ts";
import { ControlError } from "./control-body.ts";

const MAX_LOG_PAGE = 200_000;

export const readLog: ControlAction = ({ log }, { query }) => {
  const since = Number(query.get("since") ?? "0");
  const limit = Number(query.get("limit") ?? MAX_LOG_PAGE);
  if (!Number.isInteger(since) || since < 0 || !Number.isInteger(limit) || limit < 1) {
    throw new ControlError("since must be a whole number from 0, limit one from 1");
  }
  // Tests that run in parallel each read the calls of their own thing or job.
  const wanted = (["api", "thingName", "jobId"] as const)
    .map((member) => [member, query.get(member)] as const)
    .filter(([, value]) => value !== null);
  return log.since(since, limit, (call) => wanted.every(([member, value]) => call[member] === value));
};

/** Calls of each API since the last reset, the size of the world, and the memory it takes. */
export const readStats: ControlAction = (emulator, { region }) => {
  const { log, faults } = emulator;
  const world = emulator.worldOf(region);
  let executions = 0;
  let openExecutions = 0;
  for (const job of world.jobs) {
    executions += job.rolledOutCount;
    openExecutions += job.openCount;
  }
  const { rss, heapUsed } = process.memoryUsage();
  return {
    nowMs: world.clock.now(),
    calls: log.counts,
    things: world.registry.things.count,
    groups: world.registry.groups.count,
    jobs: world.jobs.count,
    executions,
    openExecutions,
    waitingFaults: faults.list().length,
    memory: { rssBytes: rss, heapUsedBytes: heapUsed },
  };
};
