import type { IncomingMessage, ServerResponse } from "node:http";
import type { Emulator } from "../emulator.ts";
import { advanceClock } from "./advance-clock.ts";
import { actAsDevice } from "./act-as-device.ts";
import { changeFaults, clearFaults, listFaults } from "./change-faults.ts";
import { changeSettings } from "./change-settings.ts";
import type { ControlAction } from "./control-action.ts";
import { ControlError, parseJson } from "./control-body.ts";
import { readLog, readStats } from "./read-stats.ts";
import { resetWorld, seedWorld } from "./seed-world.ts";

const PERMISSIONS: Record<string, ControlAction> = {
  "GET health": () => ({ ok: true }),
  "GET stats": readStats,
  "GET log": readLog,
  "GET faults": listFaults,
  "POST faults": changeFaults,
  "DELETE faults": clearFaults,
  "POST seed": seedWorld,
  "POST reset": resetWorld,
  "POST clock": advanceClock,
  "POST settings": changeSettings,
  "POST device": actAsDevice,
};

const REGION = /^[a-z0-9-]+$/;

/** Answers `/_emulator/…`: JSON, unsigned, never throttled. An invalid body is answered by 400 and its issues. */
export async function answerControlCall(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  target: { path: string; query: URLSearchParams },
  body: string,
): Promise<void> {
  try {
    const action = PERMISSIONS[`${request.method} ${target.path}`];
    if (!action)
      throw new ControlError(
        `There is no ${request.method} ${target.path}; there are: ${Object.keys(PERMISSIONS).join(", ")}`,
        404,
      );
    emulator.world.clock.applyDue();
    const region = target.query.get("region") ?? emulator.settings.region;
    if (!REGION.test(region)) throw new ControlError(`There is no region ${region}`);
    reply(response, 200, await action(emulator, { body: parseJson(body), query: target.query, region }));
  } catch (error) {
    if (error instanceof ControlError) {
      reply(response, error.status, { message: error.message });
      return;
    }
    console.error(error);
    reply(response, 500, { message: String(error) });
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
