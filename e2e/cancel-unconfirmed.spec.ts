import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { PlanDialog } from "./pages/bulk-cancel";
import { toasts } from "./pages/console-pages";

const API = "CancelJobExecution";

/**
 * The next cancellation reaches our server, which does all it does; `then` happens, and the browser's connection is cut
 * in place of the answer.
 */
async function cutNextAnswer(page: Page, then: () => Promise<unknown> = () => Promise.resolve()) {
  let isCut = false;
  await page.route("**/*", async (route) => {
    if (isCut || route.request().headers()["next-action"] === undefined) return route.fallback();
    isCut = true;
    await route.fetch();
    await then();
    await route.abort("connectionreset");
  });
}

test.describe("when the answer of our own server is lost", () => {
  test.use({ allowedConsoleErrors: [/net::ERR_/] });

  test("after it canceled: the execution is read again, and shown as canceled", async ({
    page,
    openCancel,
    executionPage,
    emulator,
  }) => {
    const { thingName, dialog } = await openCancel();
    await cutNextAnswer(page);
    await dialog.cancel.click();

    await expect(toasts(page)).toContainText(
      "Canceled, by you or by someone else: the answer of Standdown's own server was lost",
    );
    await expect(executionPage.status("Canceled")).toBeVisible();
    expect(await emulator.callsOf(API, thingName)).toHaveLength(1);
  });

  test("after it canceled a whole job: the job is read from AWS, not as the page was just reading it", async ({
    page,
    seedThing,
    jobPage,
    emulator,
  }) => {
    const { jobs } = await seedThing({ job: "QUEUED" });
    const plan = new PlanDialog(page);
    await jobPage.open(jobs.job);
    // A read from before the cancellation stays in flight. A read that joined it would never be answered.
    const isPageRead = ({ pathname, searchParams }: URL) =>
      pathname.startsWith("/api/") && pathname.endsWith(`/jobs/${jobs.job}`) && !searchParams.has("fresh");
    await page.route(isPageRead, () => {});
    // The page reads by itself every few seconds. A click on Refresh could come after that, and find it disabled.
    await page.waitForRequest((request) => isPageRead(new URL(request.url())));
    await plan.openForAll(/queued executions? of this job$/);
    await plan.button("Cancel the job instead…").click();
    await plan.comment.fill("wrong image");
    await plan.jobIdTyped.fill(jobs.job);
    await cutNextAnswer(page);
    await plan.button("Cancel the job").click();

    await expect(toasts(page)).toContainText(
      "Canceled, by you or by someone else: the answer of Standdown's own server was lost",
    );
    await expect.poll(async () => Object.values(await emulator.statusesOf(jobs.job))).toEqual(["CANCELED"]);
  });

  test("and the network with it: it is unknown until a read succeeds, and nothing typed is lost", async ({
    page,
    context,
    openCancel,
    executionPage,
    emulator,
  }) => {
    const { thingName, dialog } = await openCancel();
    await cutNextAnswer(page, () => context.setOffline(true));
    await dialog.cancel.click();

    await expect(dialog.heading("It was not confirmed")).toBeVisible();
    await expect(dialog.alert).toContainText(
      "Standdown's own server did not answer. Whether it was canceled is not known yet.",
    );
    await expect(dialog.button(/^Retry/)).toHaveCount(0);
    await dialog.button("Read it again").click();
    await expect(dialog.alert.last()).toContainText("does not answer");

    await context.setOffline(false);
    await dialog.button("Read it again").click();
    await expect(dialog.heading("Already canceled")).toBeVisible();
    await dialog.button("Close").click();
    await expect(executionPage.status("Canceled")).toBeVisible();
    expect(await emulator.callsOf(API, thingName)).toHaveLength(1);
  });

  test("after a refusal: it is shown as not canceled, and can be tried again", async ({
    page,
    openCancel,
    executionPage,
  }) => {
    const { dialog, failCancel } = await openCancel();
    await dialog.addPairs(["ticket", "OPS-4"]);
    await failCancel({ kind: "deny" });
    await cutNextAnswer(page);
    await dialog.cancel.click();

    await expect(dialog.alert).toContainText(
      "Standdown's own server did not answer. It was read again just now and is not canceled: queued at version 1.",
    );
    await expect(dialog.root).toContainText("Your status details are kept: ticket.");
    await dialog.button("Retry on version 1").click();
    await expect(executionPage.status("Canceled")).toBeVisible();
    await expect(executionPage.detail("ticket")).toContainText("OPS-4");
  });
});

test.describe("when AWS answers a forced cancellation with an error of its own", () => {
  for (const errorName of ["InternalFailureException", "ServiceUnavailableException"])
    test(`${errorName}, though it acted: the fresh read shows that it is canceled`, async ({
      page,
      openCancel,
      emulator,
    }) => {
      const { thingName, dialog, failCancel } = await openCancel("IN_PROGRESS");
      await dialog.force.check();
      await failCancel({ kind: "error", errorName, afterActing: true });
      await dialog.forceCancel.click();

      await expect(toasts(page)).toContainText("Canceled, by you or by someone else: AWS's answer was lost");
      expect(await emulator.callsOf(API, thingName)).toMatchObject([{ force: "true" }]);
    });

  test("and did not act: shown as not canceled, and force needs consent again", async ({
    openCancel,
    executionPage,
  }) => {
    const { dialog, failCancel } = await openCancel({ status: "IN_PROGRESS", versionNumber: 2 });
    await dialog.force.check();
    await failCancel({ kind: "error" });
    await dialog.forceCancel.click();

    await expect(dialog.heading("AWS did not confirm")).toBeVisible();
    await expect(dialog.alert.first()).toContainText(
      "It was read again just now and is not canceled: in progress at version 2.",
    );
    await expect(dialog.force).not.toBeChecked();
    await expect(dialog.button("Retry on version 2")).toHaveAttribute("aria-disabled", "true");
    await dialog.force.check();
    await dialog.button("Retry on version 2").click();
    await expect(executionPage.status("Canceled")).toBeVisible();
  });

  test("and the device ended it meanwhile: its real end is shown", async ({ openCancel, emulator }) => {
    const { thingName, jobId, dialog, failCancel } = await openCancel("IN_PROGRESS");
    await dialog.force.check();
    await failCancel({ kind: "error", delayMs: 1_500 });
    await dialog.forceCancel.click();
    await emulator.deviceAct({ thingName, jobId, act: "succeed" });

    await expect(dialog.alert).toContainText("This execution had already ended (Succeeded).");
    await expect(dialog.button(/^Retry/)).toHaveCount(0);
  });
});

test("throttling that does not end: after the last wait it is offered again, with nothing lost", async ({
  openCancel,
  executionPage,
  emulator,
}) => {
  test.setTimeout(60_000); // the waits are real, and twenty seconds in all
  const { thingName, dialog, failCancel } = await openCancel();
  await dialog.addPairs(["ticket", "OPS-5"]);
  await dialog.reason.fill("wrong image");
  await failCancel({ kind: "throttle", count: 6 });
  await dialog.cancel.click();
  await expect(dialog.alert).toContainText("(1 of 5)");
  await expect(dialog.alert).toContainText("(5 of 5)", { timeout: 30_000 });

  await expect(dialog.alert).toContainText("CancelJobExecution is throttled: the account's quota");
  expect(await emulator.callsOf(API, thingName)).toHaveLength(6);
  await expect(dialog.fact("Status")).toHaveText("Queued");
  await expect(dialog.value(1)).toHaveValue("OPS-5");
  await expect(dialog.reason).toHaveValue("wrong image");
  await expect(dialog.onlyAtVersion(1)).toBeChecked();
  await dialog.cancel.click();
  await expect(executionPage.status("Canceled")).toBeVisible();
  await expect(executionPage.detail("ticket")).toContainText("OPS-5");
});
