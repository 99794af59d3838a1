import { afterAll, beforeAll, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";

let aws: EmulatorUnderTest;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
});
afterAll(() => aws.stop());

const CANCEL = "CancelJobExecution";

test.each([
  [{ api: "Device:NoSuchApi", kind: "throttle" }, "There is no API Device:NoSuchApi"],
  [{ api: CANCEL, kind: "explode" }, "'kind'"],
  [{ api: CANCEL, kind: "short-page", rows: 1 }, "pages; CancelJobExecution does not"],
  [{ api: "SendMessage", kind: "empty-page" }, "pages; SendMessage does not"],
  [{ api: "ListJobs", kind: "short-page" }, "short-page needs rows"],
  [{ api: "ListJobs", kind: "short-page", rows: 0 }, "'rows'"],
  [{ api: "ListJobs", kind: "empty-page", rows: 1 }, "empty-page does not take rows"],
  [{ api: CANCEL, kind: "throttle", probability: 1.1 }, "'probability'"],
  [{ api: CANCEL, kind: "throttle", probability: -0.1 }, "'probability'"],
  [{ api: CANCEL, kind: "throttle", probability: "often" }, "'probability'"],
  [{ api: CANCEL, kind: "throttle", seed: 3 }, "seed needs probability"],
  [{ api: CANCEL, kind: "throttle", probability: 0.5, seed: 0.5 }, "'seed'"],
  [{ api: CANCEL, kind: "throttle", count: 0 }, "'count'"],
  [{ api: CANCEL, kind: "throttle", count: "many" }, "'count'"],
  [{ api: CANCEL, kind: "slow" }, "slow needs delayMs"],
  [{ api: CANCEL, kind: "slow-drip" }, "slow-drip needs delayMs"],
  [{ api: CANCEL, kind: "omit" }, "omit needs member"],
  [{ api: CANCEL, kind: "html" }, "html needs status"],
  [{ api: CANCEL, kind: "html", status: 204 }, "use empty"],
  [{ api: CANCEL, kind: "html", status: 199 }, "'status'"],
  [{ api: CANCEL, kind: "html", status: 200, body: {} }, "The body of html must be text"],
  [{ api: CANCEL, kind: "not-http", body: 1 }, "The body of not-http must be text"],
  [{ api: CANCEL, kind: "empty" }, "empty needs status"],
  [{ api: CANCEL, kind: "reset", status: 500 }, "reset does not take status"],
  [{ api: CANCEL, kind: "hang", requestId: true }, "hang does not take requestId"],
  [{ api: CANCEL, kind: "throttle", body: "x" }, "throttle does not take body"],
  [{ api: CANCEL, kind: "reset", actsAfterMs: -1 }, "'actsAfterMs'"],
  [{ api: CANCEL, kind: "reset", actsAfterMs: 1, afterActing: true }, "exclude each other"],
  [{ api: CANCEL, kind: "lose-answer", actsAfterMs: 1 }, "lose-answer does not take actsAfterMs"],
  [{ api: CANCEL, kind: "twice", actsAfterMs: 1 }, "twice does not take actsAfterMs"],
])("%j is refused: %s", async (fault, problem) => {
  const answer = await aws.control<{ message: string }>("POST", "faults", fault);
  expect(answer.status).toBe(400);
  expect(answer.body.message).toContain(problem);
  expect((await aws.control("GET", "faults")).body).toEqual({ faults: [] });
});
