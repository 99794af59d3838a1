import { expect, test } from "vitest";
import { failingLoop, listFailingLoops, reportLoop } from "./loop-health";
import { metrics } from "./metrics";
import { readiness } from "./readiness";
import { captureLog } from "./testing/capture-log";

const lines = captureLog();

const metricOf = async (name: string) =>
  (await metrics().registry.getSingleMetricAsString(name))
    .split("\n")
    .filter((line) => !line.startsWith("#"));

test("a failing loop is counted, named by readiness, and forgotten when it succeeds", async () => {
  reportLoop("run-operations", "kiosks", null);
  expect(failingLoop("run-operations", "kiosks")).toBeNull();
  const denied = Object.assign(new Error("permission denied for table\noperation_item"), { code: "42501" });
  for (let times = 0; times < 11; times++) reportLoop("run-operations", "kiosks", denied);

  const failure = failingLoop("run-operations", "kiosks");
  expect(failure).toMatchObject({
    failures: 11,
    message: "permission denied for table operation_item",
    errorName: "42501",
  });
  expect(failure?.lastSuccessAt).toBeInstanceOf(Date);
  expect(failingLoop("run-operations", "lockers")).toBeNull();
  expect(await metricOf("standdown_loop_failures_total")).toContain(
    'standdown_loop_failures_total{loop="run-operations",fleet="kiosks"} 11',
  );
  expect(await metricOf("standdown_loop_consecutive_failures")).toContain(
    'standdown_loop_consecutive_failures{loop="run-operations",fleet="kiosks"} 11',
  );
  // Once, and not eleven times: it would be logged again a minute later, or for another reason.
  expect(lines).toMatchObject([
    {
      level: "error",
      loop: "run-operations",
      fleet: "kiosks",
      msg: "A background loop failed",
      err: { code: "42501" },
    },
  ]);
  // Still ready: an instance that serves pages is not taken away from people for it.
  expect(await readiness()).toMatchObject({
    ready: true,
    body: {
      status: "degraded",
      failing: [
        { loop: "run-operations", fleet: "kiosks", failures: 11, error: "42501", since: failure!.since },
      ],
    },
  });
  expect(JSON.stringify(await readiness())).not.toContain("operation_item");

  reportLoop("run-operations", "kiosks", null);
  expect(listFailingLoops()).toEqual([]);
  expect(lines.at(-1)).toMatchObject({ level: "info", failures: 11, msg: "A background loop works again" });
  expect(await metricOf("standdown_loop_consecutive_failures")).toContain(
    'standdown_loop_consecutive_failures{loop="run-operations",fleet="kiosks"} 0',
  );
});

test("an error's text is cut to one short line, without the password of an address in it", () => {
  const error = new Error(`connect to postgres://ada:s3cret@db.internal/x\u0000\n${"x".repeat(500)}`);
  reportLoop("sync-index", "kiosks", error);
  const { message } = failingLoop("sync-index", "kiosks")!;
  expect(message).toMatch(/^connect to postgres:\/\/db\.internal\/x x+$/);
  expect(message).toHaveLength(200);
  reportLoop("sync-index", "kiosks", null);
});
