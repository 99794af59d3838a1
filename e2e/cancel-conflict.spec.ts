import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures/test";
import type { CancelDialog } from "./pages/cancel-dialog";
import { ExecutionPage } from "./pages/console-pages";

const API = "CancelJobExecution";

test("a device starts while the dialog is open: nothing is canceled, and force is asked for", async ({
  openCancel,
  executionPage,
  emulator,
}) => {
  const { thingName, jobId, dialog } = await openCancel();
  await dialog.addPairs(["reason", "wrong image"], ["ticket", "OPS-1"]);
  await emulator.deviceAct(
    { thingName, jobId, act: "start" },
    { thingName, jobId, act: "progress", statusDetails: { step: "downloading" } },
  );
  await dialog.cancel.click();

  await expect(dialog.heading("It changed while you were deciding")).toBeVisible();
  await expect(dialog.alert).toContainText("Nothing was canceled. You asked to cancel version 1");
  await expect(dialog.comparison("Status")).toContainText("QueuedIn progress");
  await expect(dialog.comparison("Version")).toContainText("13");
  await expect(dialog.comparison("step")).toContainText("—downloading");
  // What is new stands out, a time too.
  for (const fact of ["Version", "Started", "Last updated", "step"])
    await expect(dialog.comparison(fact).getByRole("cell").last(), fact).toHaveCSS("font-weight", "600");
  await expect(dialog.root).toContainText("Your status details are kept: reason, ticket.");
  await expect(dialog.force).not.toBeChecked();
  await expect(dialog.button("Retry on version 3")).toHaveAttribute("aria-disabled", "true");

  await dialog.force.check();
  await dialog.button("Retry on version 3").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  await expect(executionPage.detail("reason")).toContainText("wrong image");
});

test("it conflicts again when the device moves on again, and asks for force afresh", async ({
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: { status: "IN_PROGRESS", versionNumber: 4 } });
  const progress = (percent: string) =>
    emulator.deviceAct({ thingName, jobId: jobs.job, act: "progress", statusDetails: { percent } });
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await dialog.force.check();
  await progress("10");
  await dialog.forceCancel.click();
  await expect(dialog.comparison("Version")).toContainText("45");

  await dialog.force.check();
  await progress("20");
  await dialog.button("Retry on version 5").click();
  await expect(dialog.comparison("Version")).toContainText("56");
  await expect(dialog.comparison("percent")).toContainText("1020");
  await expect(dialog.comparison("Started").getByRole("cell").last()).toHaveCSS("font-weight", "400");
  await expect(dialog.force).not.toBeChecked();

  await dialog.force.check();
  await dialog.button("Retry on version 6").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
});

test("refreshing again shows what is newest, and leaving it running changes nothing", async ({
  openCancel,
  executionPage,
  emulator,
}) => {
  const { thingName, jobId, dialog } = await openCancel();
  await emulator.deviceAct({ thingName, jobId, act: "start" });
  await dialog.cancel.click();
  await expect(dialog.comparison("Version")).toContainText("12");
  await emulator.deviceAct({
    thingName,
    jobId,
    act: "progress",
    statusDetails: { step: "unpack" },
  });
  await dialog.button("Refresh again").click();
  await expect(dialog.comparison("Version")).toContainText("13");

  await dialog.button("Leave it running").click();
  await expect(executionPage.status("In progress")).toBeVisible();
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
});

test("it ended meanwhile: there is nothing to retry", async ({ openCancel, executionPage, emulator }) => {
  const { thingName, jobId, dialog } = await openCancel("IN_PROGRESS");
  await dialog.force.check();
  await emulator.deviceAct({ thingName, jobId, act: "succeed" });
  await dialog.forceCancel.click();

  await expect(dialog.alert).toContainText("This execution had already ended (Succeeded).");
  await expect(dialog.comparison("Status")).toContainText("In progressSucceeded");
  await expect(dialog.button(/^Retry/)).toHaveCount(0);
  await dialog.button("Close").click();
  await expect(executionPage.status("Succeeded")).toBeVisible();
});

test("it started meanwhile and no version was asked for: force is asked for, without a version to blame", async ({
  openCancel,
  executionPage,
  emulator,
}) => {
  const { thingName, jobId, dialog } = await openCancel();
  await dialog.onlyAtVersion(1).uncheck();
  await emulator.deviceAct({ thingName, jobId, act: "start" });
  await dialog.cancel.click();

  await expect(dialog.alert).toContainText("Nothing was canceled. The device is working on it");
  await dialog.force.check();
  await dialog.button("Retry on version 2").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  const sent = await emulator.callsOf(API, thingName);
  expect(sent).toMatchObject([{ force: "true", expectedVersion: 2 }]);
});

test("somebody else canceled it meanwhile: said plainly, without a claim to it", async ({
  page,
  openCancel,
}) => {
  const { thingName, jobId, dialog } = await openCancel();
  const other = new ExecutionPage(await page.context().newPage());
  await (await other.openCancel(thingName, jobId)).cancel.click();
  await expect(other.status("Canceled")).toBeVisible();

  await dialog.cancel.click();
  await expect(dialog.heading("Already canceled")).toBeVisible();
  await expect(dialog.alert).toContainText("This execution is already canceled in AWS IoT.");
});

test("a conflict can be taken back to the form, with everything typed still there", async ({
  openCancel,
  emulator,
}) => {
  const { thingName, jobId, dialog } = await openCancel();
  await dialog.addPairs(["reason", "typed before"]);
  await emulator.deviceAct({ thingName, jobId, act: "start" });
  await dialog.cancel.click();
  await dialog.button("Back to the form").click();

  await expect(dialog.value(1)).toHaveValue("typed before");
  await expect(dialog.onlyAtVersion(2)).toBeChecked();
  await expect(dialog.force).not.toBeChecked();
});

test("the job was sent to the thing again meanwhile: it is not taken for the execution that was seen", async ({
  seedThing,
  executionPage,
  emulator,
}) => {
  const group = `floor-${randomUUID().slice(0, 8)}`;
  await emulator.seed({ groups: [{ name: group }] });
  const { thingName, jobs } = await seedThing(
    { job: "QUEUED" },
    { groups: [group], job: { targets: { groups: [group] }, targetSelection: "CONTINUOUS" } },
  );
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await dialog.addPairs(["ticket", "OPS-3"]);
  await emulator.leaveAndJoin(thingName, group);
  await dialog.cancel.click();

  await expect(dialog.heading("It changed while you were deciding")).toBeVisible();
  await expect(dialog.alert).toContainText("Nothing was canceled. You saw execution 1");
  await expect(dialog.comparison("Execution number")).toContainText("12");
  await expect(dialog.comparison("Version")).toContainText("11");
  expect(await emulator.callsOf(API, thingName)).toEqual([]);
  await dialog.button("Refresh again").click();
  await expect(dialog.alert).toContainText("sent to it again, as execution 2.");

  await dialog.button("Retry on version 1").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  await expect(executionPage.detail("ticket")).toContainText("OPS-3");
});

test("AWS does not say which version it is: it is unknown, and no version is expected", async ({
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  await emulator.fault({
    api: "DescribeJobExecution",
    kind: "omit",
    member: "versionNumber",
    count: 10_000,
    match: { thingName },
  });
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await expect(dialog.fact("Version")).toHaveText("unknown");
  const guard = dialog.root.getByRole("checkbox", { name: "Only if it is still at the same version" });
  await expect(guard).toBeDisabled();
  await expect(guard).toHaveAccessibleDescription(
    "AWS IoT did not say which version it is at, so this cannot be checked.",
  );
  await emulator.fault({ api: API, kind: "error", match: { thingName } });
  await dialog.cancel.click();
  await expect(dialog.alert).toContainText("queued at an unknown version");
  await expect(dialog.comparison("Version")).toContainText("unknownunknown");

  await dialog.button("Retry on an unknown version").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  const sent = await emulator.callsOf(API, thingName);
  expect(sent.map(({ expectedVersion }) => expectedVersion ?? null)).toEqual([null, null]);
});

/** The version goes along with every cancellation. Nobody is blamed for one that nobody asked for. */
const STARTED_IN_BETWEEN = [
  {
    name: "at the version that was asked for",
    guard: (dialog: CancelDialog) => dialog.onlyAtVersion(1).check(),
    errorName: "VersionConflictException",
    isStateWrongToo: true,
    words: "You asked to cancel version 1, but the execution has changed since.",
    versions: "12",
    retry: "Retry on version 2",
  },
  {
    name: "at any version",
    guard: (dialog: CancelDialog) => dialog.onlyAtVersion(1).uncheck(),
    errorName: "VersionConflictException",
    isStateWrongToo: true,
    words: "The device is working on it",
    versions: "12",
    retry: "Retry on version 2",
  },
  {
    name: "at a version that AWS does not give",
    isVersionUnknown: true,
    guard: () => Promise.resolve(),
    errorName: "InvalidStateTransitionException",
    words: "The device is working on it",
    versions: "unknownunknown",
    retry: "Retry on an unknown version",
  },
];
/** Where version and state are both wrong, AWS may look at the state first. */
const STATE_FIRST = { errorName: "InvalidStateTransitionException", words: "The device is working on it" };

for (const {
  name,
  guard,
  versions,
  retry,
  isVersionUnknown,
  isStateWrongToo,
  ...expected
} of STARTED_IN_BETWEEN)
  test(`the device starts after our last read ${name}, and AWS refuses: the page says what has changed`, async ({
    seedThing,
    executionPage,
    emulator,
    awsBehavior,
  }) => {
    const isStateFirst = isStateWrongToo && awsBehavior?.variants?.cancelChecksFirst === "state";
    const { errorName, words } = isStateFirst ? STATE_FIRST : expected;
    const { thingName, jobs } = await seedThing({ job: "QUEUED" });
    if (isVersionUnknown)
      await emulator.fault({
        api: "DescribeJobExecution",
        kind: "omit",
        member: "versionNumber",
        count: "unlimited",
        match: { thingName },
      });
    const dialog = await executionPage.openCancel(thingName, jobs.job);
    await guard(dialog);
    await emulator.fault({ api: API, kind: "slow", delayMs: 2_000, match: { thingName } });
    await dialog.cancel.click();
    // The call is in flight: AWS has not read the execution yet.
    await expect
      .poll(async () =>
        (await emulator.waitingFaults()).filter(({ match }) => match?.thingName === thingName),
      )
      .not.toContainEqual(expect.objectContaining({ kind: "slow" }));
    await emulator.deviceAct({ thingName, jobId: jobs.job, act: "start" });

    await expect(dialog.heading("It changed while you were deciding")).toBeVisible();
    await expect(dialog.alert.first()).toContainText(`Nothing was canceled. ${words}`);
    await expect(dialog.comparison("Version")).toContainText(versions);
    expect(await emulator.callsOf(API, thingName)).toMatchObject([{ status: 409, errorName }]);
    await dialog.force.check();
    await dialog.button(retry).click();
    await expect(executionPage.status("Canceled")).toBeVisible();
  });

test("AWS refuses and no read shows why: the page shows the refusal, and still does after another read", async ({
  page,
  openCancel,
  executionPage,
}) => {
  const { jobId, dialog, failCancel } = await openCancel();
  const errorName = "InvalidStateTransitionException";
  await failCancel({ kind: "error", errorName });
  await dialog.cancel.click();
  await expect(dialog.heading("AWS refused")).toBeVisible();
  await expect(dialog.alert).toContainText(
    "AWS refused, as if it had started or ended meanwhile; its reads may lag behind.",
  );

  const read = page.waitForResponse((response) => response.url().includes(`/executions/${jobId}`));
  await dialog.button("Refresh again").click();
  await read;
  await expect(dialog.button("Retry on version 1")).toBeEnabled();
  await expect(dialog.heading("AWS refused")).toBeVisible();
  await dialog.button("Retry on version 1").click();
  await expect(executionPage.status("Canceled")).toBeVisible();
});
