import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { findFreePort, requireFreePort } from "./ports.ts";

afterEach(() => vi.unstubAllEnvs());

async function takePort(host: string): Promise<{ port: number; free: () => void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { port: (server.address() as AddressInfo).port, free: () => server.close() };
}

describe("a required port", () => {
  it.each(["127.0.0.1", "0.0.0.0"])(
    "is refused when somebody listens on %s, with the variable to set",
    async (host) => {
      const { port, free } = await takePort(host);
      await expect(requireFreePort("EMULATOR_PORT", port)).rejects.toThrow(
        `Port ${port} is taken. Set EMULATOR_PORT to another one, such as EMULATOR_PORT=${port + 1}.`,
      );
      free();
    },
  );

  it("is that of its variable, and the default when the variable is not set", async () => {
    const [set, preset] = [await findFreePort(), await findFreePort()];
    vi.stubEnv("PORT", String(set));
    expect(await requireFreePort("PORT", preset)).toBe(set);
    vi.stubEnv("PORT", "");
    expect(await requireFreePort("PORT", preset)).toBe(preset);
  });

  it("is any free one for 0", async () => {
    vi.stubEnv("PORT", "0");
    expect(await requireFreePort("PORT", 3000)).toBeGreaterThan(1023);
  });

  it.each(["x", "-1", "70000", "3000.5"])("is not %s", async (text) => {
    vi.stubEnv("PORT", text);
    await expect(requireFreePort("PORT", 3000)).rejects.toThrow(`PORT=${text} is not a port`);
  });
});
