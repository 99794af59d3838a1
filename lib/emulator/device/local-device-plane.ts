import type { Execution } from "../state/job.ts";
import type { World } from "../state/world.ts";
import type { DeviceExecution, DevicePlane } from "./device-plane.ts";
import { findForDevice, listPending } from "./pending-executions.ts";
import { reportExecution } from "./report-execution.ts";
import { setConnected } from "./set-connected.ts";
import { startNext } from "./start-next.ts";

/** Creates the device plane of a world, for simulated devices and the control endpoint. */
export function createLocalDevicePlane(world: World): DevicePlane {
  return {
    pending(thingName) {
      world.clock.applyDue();
      const { inProgress, queued } = listPending(world, thingName);
      return { inProgress: inProgress.map(toDeviceExecution), queued: queued.map(toDeviceExecution) };
    },
    startNext(thingName, details) {
      world.clock.applyDue();
      const execution = startNext(world, thingName, { statusDetails: details });
      return execution ? toDeviceExecution(execution) : null;
    },
    update(thingName, jobId, update) {
      world.clock.applyDue();
      const execution = findForDevice(world, thingName, jobId);
      if (!execution) return { ok: false, reason: "not-found", message: "The job execution does not exist" };
      const refusal = reportExecution(world, execution, update);
      return refusal ? { ok: false, ...refusal } : { ok: true, versionNumber: execution.versionNumber };
    },
    setConnected(thingName, connected, reason) {
      world.clock.applyDue();
      setConnected(world, thingName, connected, reason);
    },
    now: () => world.clock.now(),
  };
}

function toDeviceExecution(execution: Execution): DeviceExecution {
  return {
    jobId: execution.job.jobId,
    thingName: execution.thingName,
    status: execution.status,
    jobDocument: execution.job.document,
    statusDetails: { ...execution.statusDetails },
    queuedAtMs: execution.queuedAtMs,
    ...(execution.startedAtMs === undefined ? {} : { startedAtMs: execution.startedAtMs }),
    lastUpdatedAtMs: execution.lastUpdatedAtMs,
    versionNumber: execution.versionNumber,
    executionNumber: execution.executionNumber,
  };
}
