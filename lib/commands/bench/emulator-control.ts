type Stats = { calls: Record<string, { calls: number }> };

/** How many calls of each API the emulator has answered since it started. */
export async function readCallCounts(emulatorUrl: string): Promise<Record<string, number>> {
  const stats = (await control(emulatorUrl, "stats")) as Stats;
  return Object.fromEntries(Object.entries(stats.calls).map(([api, { calls }]) => [api, calls]));
}

/** Adds things and jobs to an emulator's fleet. */
export async function seedEmulator(emulatorUrl: string, seed: object): Promise<void> {
  await control(emulatorUrl, "seed", { method: "POST", body: JSON.stringify(seed) });
}

/** From now on each of the emulator's answers takes at least so long. */
export async function slowEmulatorDown(emulatorUrl: string, latencyMs: number): Promise<void> {
  await control(emulatorUrl, "settings", { method: "POST", body: JSON.stringify({ latencyMs }) });
}

async function control(emulatorUrl: string, deed: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(`${emulatorUrl}/_emulator/${deed}`, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`/_emulator/${deed} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
