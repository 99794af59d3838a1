import { jobId, statusDetails, thingName } from "../http/model-shapes.ts";
import { integer, list, oneOf, optional, required, string, structure, type ReadOf } from "../http/shape.ts";
import type { DevicePlane, DeviceUpdateResult } from "../device/device-plane.ts";
import { createLocalDevicePlane } from "../device/local-device-plane.ts";
import type { ControlAction } from "./control-action.ts";
import { ControlError, readControlBody } from "./control-body.ts";

const act = {
  thingName: required(thingName),
  act: required(oneOf(["start", "progress", "succeed", "fail", "reject", "connect", "disconnect"])),
  jobId: optional(jobId),
  statusDetails: optional(statusDetails),
  expectedVersion: optional(integer()),
  stepTimeoutInMinutes: optional(integer({ min: -1, max: 10_080 })),
  /** disconnect: the disconnectReason that SearchIndex shows. */
  reason: optional(string()),
};
type Act = ReadOf<typeof act>;

const STATUS_OF = {
  start: "IN_PROGRESS",
  progress: "IN_PROGRESS",
  succeed: "SUCCEEDED",
  fail: "FAILED",
  reject: "REJECTED",
} as const;

/** Performs device acts in the given order. Each act has its own result, which may be a refusal. */
export const actAsDevice: ControlAction = (emulator, { body, region }) => {
  const { acts } = readControlBody({ acts: required(list(structure(act))) }, body);
  const nameless = acts.find(({ act, jobId }) => jobId === undefined && act in STATUS_OF);
  if (nameless) throw new ControlError(`${nameless.act} of ${nameless.thingName} needs a jobId`);
  const plane = createLocalDevicePlane(emulator.worldOf(region));
  return { results: acts.map((one) => perform(plane, one)) };
};

function perform(
  plane: DevicePlane,
  { thingName, act, jobId = "", reason, ...given }: Act,
): DeviceUpdateResult | { ok: true } {
  if (act === "connect" || act === "disconnect") {
    plane.setConnected(thingName, act === "connect", reason);
    return { ok: true };
  }
  return plane.update(thingName, jobId, { status: STATUS_OF[act], ...given });
}
