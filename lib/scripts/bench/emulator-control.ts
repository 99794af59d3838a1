type Stats = { calls: Record<string, { calls: number }> };

/** The number of calls of each API that the emulator has answered since it started. */
export async function readCallCounts(emulatorUrl: string): Promise<Record<string, number>> {
  const stats = (await control(emulatorUrl, "stats")) as Stats;
  return Object.fromEntries(Object.entries(stats.calls).map(([api, { calls }]) => [api, calls]));
}

/** One answer to CancelJobExecution. Its time is epoch ms by the emulator's clock. */
export type CancelAnswer = { at: number; status: number; errorName?: string };

/** The emulator's answers to the cancellations of a job's executions, oldest first. */
export async function readCancelAnswers(emulatorUrl: string, jobId: string): Promise<CancelAnswer[]> {
  const log = await control(emulatorUrl, `log?api=CancelJobExecution&jobId=${jobId}`);
  return (log as { calls: CancelAnswer[] }).calls;
}

/** Adds things and jobs to an emulator's fleet. */
export async function seedEmulator(emulatorUrl: string, seed: object): Promise<void> {
  await control(emulatorUrl, "seed", { method: "POST", body: JSON.stringify(seed) });
}

/** Sets the least time that each of the emulator's answers takes. */
export async function slowEmulatorDown(emulatorUrl: string, latencyMs: number): Promise<void> {
  await control(emulatorUrl, "settings", { method: "POST", body: JSON.stringify({ latencyMs }) });
}

async function control(emulatorUrl: string, action: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(`${emulatorUrl}/_emulator/${action}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`/_emulator/${action} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
