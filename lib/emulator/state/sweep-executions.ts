import type { Execution, Job } from "./job.ts";
import type { World } from "./world.ts";

/** The service cancels about 1,000 executions a minute [DG:job-limits]. */
const PACE_WITH_QUOTAS = { firstAfterMs: 1_000, everyMs: 6_000, batch: 100 };
const PACE_WITHOUT_QUOTAS = { firstAfterMs: 20, everyMs: 20, batch: 20_000 };

/**
 * Acts on every execution of a job in the background, oldest first, at the pace of the service. The job counts as
 * concurrent meanwhile.
 *
 * @param action acts on one execution; returns whether it changed anything, as only those count towards the pace
 */
export function sweepExecutions(
  world: World,
  job: Job,
  action: (execution: Execution) => boolean,
  whenDone: () => void,
): void {
  const pace = world.hasQuotas ? PACE_WITH_QUOTAS : PACE_WITHOUT_QUOTAS;
  let place = 0;
  job.isSweeping = true;

  const step = (): void => {
    let left = pace.batch;
    for (; place < job.executions.places && left > 0; place++) {
      const execution = job.executions.at(place);
      if (execution && action(execution)) left--;
    }
    if (place < job.executions.places) {
      world.clock.plan(world.clock.now() + pace.everyMs, step);
      return;
    }
    job.isSweeping = false;
    whenDone();
  };
  world.clock.plan(world.clock.now() + pace.firstAfterMs, step);
}
