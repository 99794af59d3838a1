import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Connectivity } from "@/lib/core/domain/thing";
import { createIotGateway } from "./create-iot-gateway";
import { http, type RawEndpoint, startRawEndpoint } from "./testing/raw-endpoint";

let endpoint: RawEndpoint;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "raw");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "raw");
  endpoint = await startRawEndpoint();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await endpoint.stop();
});

const AT_MS = 1_795_000_000_000;
const at = new Date(AT_MS);

test.each<[object | undefined, Connectivity]>([
  [
    { connected: true, timestamp: AT_MS },
    { state: "connected", since: at },
  ],
  [{ connected: true }, { state: "connected", since: null }],
  [
    { connected: false, timestamp: AT_MS, disconnectReason: "CONNECTION_LOST" },
    { state: "disconnected", since: at, reason: "CONNECTION_LOST" },
  ],
  [
    { connected: false, timestamp: AT_MS },
    { state: "disconnected", since: at, reason: null },
  ],
  [
    { connected: false, disconnectReason: "CONNECTION_LOST" },
    { state: "disconnected", since: null, reason: "CONNECTION_LOST" },
  ],
  // AWS sends this for a thing that never connected, and for one that went offline more than about an hour ago.
  [{ connected: false }, { state: "not-connected" }],
  [{ connected: false, timestamp: null, disconnectReason: null }, { state: "not-connected" }],
  [{}, { state: "unknown", because: "no-data" }],
  [undefined, { state: "unknown", because: "no-data" }],
])("connectivity %j in the index means %j", async (connectivity, expected) => {
  endpoint.answer = http(200, {}, JSON.stringify({ things: [{ thingName: "kiosk", connectivity }] }));
  const config = { region: "eu-west-1", endpoint: endpoint.url, quotas: "off", quotaShare: 1 } as const;
  expect(await createIotGateway(config).searchThings("thingName:*", null)).toMatchObject({
    ok: true,
    value: { rows: [{ thingName: "kiosk", connectivity: expected }] },
  });
});
