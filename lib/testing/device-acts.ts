import { postControl, type EmulatorAddress } from "./emulator-calls";

export type DeviceAct = {
  thingName: string;
  act: "start" | "progress" | "succeed" | "fail" | "reject" | "connect" | "disconnect";
  jobId?: string;
  statusDetails?: Record<string, string>;
  expectedVersion?: number;
  reason?: string;
};

/** A refusal says why, in the words of AWS's jobs data plane or of the emulator. */
export type DeviceActResult = { ok: true } | { ok: false; reason: string; message: string };

/** Acts as devices do, in this order. A refused act does not keep the later ones from being performed. */
export async function tryDeviceActs(
  emulator: EmulatorAddress,
  acts: readonly DeviceAct[],
): Promise<DeviceActResult[]> {
  const { results } = (await postControl(emulator, "device", { acts })) as { results: DeviceActResult[] };
  return results;
}

/** Acts as devices do, in this order. @throws when one of the acts is refused; the others have been performed */
export async function performDeviceActs(
  emulator: EmulatorAddress,
  acts: readonly DeviceAct[],
): Promise<void> {
  const results = await tryDeviceActs(emulator, acts);
  const refused = results.findIndex(({ ok }) => !ok);
  if (refused >= 0)
    throw new Error(`Refused: ${JSON.stringify(acts[refused])}: ${JSON.stringify(results[refused])}`);
}
