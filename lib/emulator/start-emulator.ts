import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { Emulator, type EmulatorSettings } from "./emulator.ts";
import { createEmulatorServer } from "./http/server.ts";

export type StartOptions = Partial<EmulatorSettings> & {
  /** Default: 0, any free port. */
  port?: number;
  host?: string;
};

export type RunningEmulator = { url: string; port: number; emulator: Emulator; stop(): Promise<void> };

const DEFAULTS: EmulatorSettings = {
  fleet: "empty",
  seed: 1,
  quotas: "aws",
  lagMs: 0,
  latencyMs: 0,
  pagingChaos: null,
  devices: true,
  events: false,
  account: "123456789012",
  region: "eu-west-1",
};

/**
 * Starts an emulator in this process, its fleet loaded.
 *
 * @throws when it cannot listen on the port (code EADDRINUSE when it is taken)
 */
export async function startEmulator(options: StartOptions = {}): Promise<RunningEmulator> {
  const { port: wantedPort = 0, host = "127.0.0.1", ...settings } = options;
  const emulator = new Emulator({ ...DEFAULTS, ...settings });
  const server = createEmulatorServer(emulator);
  // Loaded before it listens, so that every client sees the whole fleet.
  await emulator.reset();
  try {
    server.listen(wantedPort, host);
    await once(server, "listening");
  } catch (error) {
    emulator.stopDevices();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${port}`,
    port,
    emulator,
    async stop() {
      emulator.stopDevices();
      emulator.interrupt();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
