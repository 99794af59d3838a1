import { answerWithFault, type FaultyAnswer, type FaultyCall } from "../faults/answer-with-fault.ts";
import type { Named } from "../faults/fault.ts";
import type { Answer } from "./answer.ts";
import type { OpenCall } from "./open-call.ts";

/** Performs the call, unless a fault strikes it. */
export async function answerOrFail(
  call: OpenCall,
  { api, named, isList }: { api: string; named: Named; isList: boolean },
  service: Omit<FaultyCall, "actLater" | "pause">,
): Promise<FaultyAnswer> {
  const fault = call.emulator.faults.take(api, named, isList);
  if (!fault) return fromAws(await service.act());
  call.fault = fault.kind;
  return answerWithFault(fault, {
    ...service,
    pause: call.pause,
    actLater: (delayMs) => actLater(call, service, delayMs),
  });
}

/** AWS's answer, sent as AWS sends it. */
export function fromAws(answer: Answer): FaultyAnswer {
  return { answer, delivery: { by: "response" }, hasRequestId: true };
}

/** Scheduled in the world like every other action: a reset discards it, and it keeps no process alive. */
function actLater(call: OpenCall, { act }: Pick<FaultyCall, "act">, delayMs: number): void {
  const { clock } = call.world;
  const updateEntry = () => call.entry && Object.assign(call.entry, call.actions);
  clock.plan(clock.now() + delayMs, () => {
    const acted = act();
    // Synchronously where possible: the call that ran this due action may read the log right afterwards.
    if (acted instanceof Promise) void acted.then(updateEntry);
    else updateEntry();
  });
}

/** Waits for the configured latency. */
export async function waitLatency({ emulator, pause }: OpenCall): Promise<void> {
  if (emulator.latencyMs > 0) await pause(emulator.latencyMs);
}
