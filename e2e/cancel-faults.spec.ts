import type { ExecutionStatus } from "../lib/core/domain/execution-status";
import type { Fault } from "../lib/testing/emulator-fault";
import { expect, test } from "./fixtures/test";
import { toasts } from "./pages/console-pages";

const API = "CancelJobExecution";

/** One way in which a cancellation goes wrong: what the page says, and what is true in AWS. */
type Row = {
  name: string;
  fault: Omit<Fault, "api" | "match">;
  /** In the dialog, which stays, or in the corner, where the dialog closes. */
  says: { dialog: string | RegExp } | { toast: string | RegExp };
  /** As AWS has it then. */
  status: ExecutionStatus;
  /** How often AWS accepted a cancellation. */
  accepted: number;
};

const notCanceled = (error: string) => ({
  dialog: `AWS did not confirm (${error}). It was read again just now and is not canceled: queued at version 1.`,
});
const BY_US_OR_OTHERS = { toast: "Canceled, by you or by someone else: AWS's answer was lost" };

const ROWS: readonly Row[] = [
  {
    name: "200 with AWS's body for an operation that it does not know",
    fault: { kind: "wrong-200" },
    says: notCanceled("HTTP 200 application/json"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "204 without a word of AWS's",
    fault: { kind: "no-content" },
    says: notCanceled("HTTP 204 without a media type"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "a captive portal's page with 200",
    fault: { kind: "html", status: 200 },
    says: notCanceled("HTTP 200 text/html"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "a firewall's page with 403, though AWS acted",
    fault: { kind: "html", status: 403, afterActing: true },
    says: BY_US_OR_OTHERS,
    status: "CANCELED",
    accepted: 1,
  },
  {
    name: "bytes that are no HTTP",
    fault: { kind: "not-http" },
    says: notCanceled("HPE_INVALID_CONSTANT"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "more headers than are read",
    fault: { kind: "oversized-headers" },
    says: notCanceled("HPE_HEADER_OVERFLOW"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "a reset connection, though AWS acted",
    fault: { kind: "reset", afterActing: true },
    says: BY_US_OR_OTHERS,
    status: "CANCELED",
    accepted: 1,
  },
  {
    name: "a reset connection, and AWS heard nothing",
    fault: { kind: "reset" },
    says: notCanceled("ECONNRESET"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "the refusal of a second copy that a proxy has sent",
    fault: { kind: "twice" },
    says: BY_US_OR_OTHERS,
    status: "CANCELED",
    accepted: 1,
  },
  {
    name: "silence, until the server hangs up",
    fault: { kind: "hang" },
    says: notCanceled("TimeoutError"),
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "credentials that have expired",
    fault: { kind: "error", errorName: "ExpiredTokenException" },
    says: {
      dialog:
        "Nothing was canceled. AWS did not accept the console's credentials for CancelJobExecution (ExpiredTokenException). Check how the server signs in to AWS.",
    },
    status: "QUEUED",
    accepted: 0,
  },
  {
    name: "an error of AWS's own, though it acted",
    fault: { kind: "error", afterActing: true },
    says: BY_US_OR_OTHERS,
    status: "CANCELED",
    accepted: 1,
  },
  {
    name: "throttling, which is waited out",
    fault: { kind: "throttle" },
    says: { toast: /Canceled in AWS IoT: job-\w+ on thing-\w+\./ },
    status: "CANCELED",
    accepted: 1,
  },
];

for (const { name, fault, says, status, accepted } of ROWS)
  test(`a cancellation is answered by ${name}: the page says what is true`, async ({
    page,
    openCancel,
    emulator,
  }) => {
    test.setTimeout(60_000); // silence lasts ten seconds, and reads follow
    const { thingName, jobId, dialog, failCancel } = await openCancel();
    await failCancel(fault);
    await dialog.cancel.click();

    const [place, words] = "dialog" in says ? [dialog.alert, says.dialog] : [toasts(page), says.toast];
    await expect(place).toContainText(words, { timeout: 30_000 });
    await expect(dialog.root).toHaveCount("dialog" in says ? 1 : 0);
    expect(await emulator.statusesOf(jobId)).toEqual({ [thingName]: status });
    expect(await emulator.countAccepted(API, thingName)).toBe(accepted);
  });

test("AWS acts long after the connection was reset: shown as not canceled, and as canceled once a read shows it", async ({
  openCancel,
  emulator,
}) => {
  const { thingName, jobId, dialog, failCancel } = await openCancel();
  await failCancel({ kind: "reset", actsAfterMs: 6_000 });
  await dialog.cancel.click();
  await expect(dialog.alert).toContainText(
    "AWS did not confirm (ECONNRESET). It was read again just now and is not canceled: queued at version 1.",
  );

  await expect.poll(() => emulator.statusesOf(jobId)).toEqual({ [thingName]: "CANCELED" });
  await dialog.button("Refresh again").click();
  await expect(dialog.heading("Already canceled")).toBeVisible();
  expect(await emulator.countAccepted(API, thingName)).toBe(1);
});
