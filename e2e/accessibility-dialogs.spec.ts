import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { openCancelOfStaleRow } from "./fixtures/open-cancel";
import { expect, test } from "./fixtures/test";
import { PlanDialog } from "./pages/bulk-cancel";
import { FLEET, toasts } from "./pages/console-pages";

const API = "CancelJobExecution";

/** Presses until what it opens is there: keys mean something once the page's script runs. */
async function pressUntilOpen(page: Page, key: string) {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("the dialog of an execution that has ended, before or meanwhile, has zero violations", async ({
      seedThing,
      executionPage,
      thingPage,
      emulator,
      expectAccessible,
    }) => {
      const { thingName, jobs } = await seedThing({ over: "QUEUED" });
      await openCancelOfStaleRow(thingPage, emulator, { thingName, jobId: jobs.over }, [
        { act: "start" },
        { act: "fail", statusDetails: { code: "E42" } },
      ]);
      await expect(thingPage.dialog.heading("Nothing to cancel")).toBeVisible();
      await expectAccessible();
      await thingPage.dialog.button("Close").click();

      const { thingName: other, jobs: others } = await seedThing({ job: "QUEUED" });
      const dialog = await executionPage.openCancel(other, others.job);
      await emulator.deviceAct({ thingName: other, jobId: others.job, act: "succeed" });
      await dialog.cancel.click();
      await expect(dialog.alert).toContainText("had already ended");
      await expectAccessible();
    });

    test("the dialog while it is throttled, and after, has zero violations", async ({
      openCancel,
      expectAccessible,
    }) => {
      const { dialog, failCancel } = await openCancel();
      await failCancel({ kind: "throttle", count: 6 });
      await dialog.cancel.click();
      await expect(dialog.button("Stop waiting")).toBeVisible();
      await expectAccessible();
      await dialog.button("Stop waiting").click();
      await expect(dialog.alert).toContainText("is throttled: the account's quota");
      await expectAccessible();
    });

    test("the dialog that AWS did not confirm, and the page once it is canceled, have zero violations", async ({
      openCancel,
      executionPage,
      expectAccessible,
    }) => {
      const { dialog, failCancel } = await openCancel("IN_PROGRESS");
      await dialog.force.check();
      await failCancel({ kind: "error" });
      await dialog.forceCancel.click();
      await expect(dialog.heading("AWS did not confirm")).toBeVisible();
      await expectAccessible();

      await dialog.force.check();
      await dialog.button(/^Retry/).click();
      await expect(executionPage.status("Canceled")).toBeVisible();
      await expectAccessible();
    });

    test("the dialog of an execution that was sent again meanwhile, or whose status nobody knows, has zero violations", async ({
      seedThing,
      executionPage,
      emulator,
      expectAccessible,
    }) => {
      const group = `floor-${randomUUID().slice(0, 8)}`;
      await emulator.seed({ groups: [{ name: group }] });
      const { thingName, jobs } = await seedThing(
        { job: "QUEUED" },
        { groups: [group], job: { targets: { groups: [group] }, targetSelection: "CONTINUOUS" } },
      );
      const dialog = await executionPage.openCancel(thingName, jobs.job);
      await emulator.leaveAndJoin(thingName, group);
      await dialog.cancel.click();
      await expect(dialog.alert).toContainText("You saw execution 1");
      await expectAccessible();

      // Of one that was not sent again: that comes first, whatever its status.
      const other = await seedThing({ job: "QUEUED" });
      await executionPage.openCancel(other.thingName, other.jobs.job);
      await emulator.fault({
        api: "DescribeJobExecution",
        kind: "omit",
        member: "status",
        count: "unlimited",
        match: { thingName: other.thingName },
      });
      await dialog.cancel.click();
      await expect(dialog.alert).toContainText("AWS IoT gives no status for this execution.");
      await expectAccessible();
    });

    test("the view that cancels a whole job has zero violations", async ({
      page,
      seedThing,
      jobPage,
      expectAccessible,
    }) => {
      const { jobs } = await seedThing({ job: "QUEUED" });
      const plan = new PlanDialog(page);
      await plan.openForJob(jobPage, jobs.job);
      await expectAccessible();
      await plan.reasonCode.fill("not a code");
      await plan.reasonCode.blur();
      await expect(plan.root).toContainText("Use only capital letters");
      await expectAccessible();
    });

    test("Go to and the list of shortcuts have zero violations", async ({ page, expectAccessible }) => {
      await page.goto(`/${FLEET}/jobs`);
      await pressUntilOpen(page, "ControlOrMeta+k");
      await expectAccessible();
      const goTo = page.getByRole("dialog");
      await goTo.getByRole("combobox").fill("kiosk:ams-014");
      await expect(goTo.getByRole("option").first()).toBeVisible();
      await expectAccessible();
      await goTo.getByRole("combobox").fill("no such/name");
      await expect(page.getByRole("dialog")).toContainText("A thing's name is made of letters");
      await expectAccessible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);

      await pressUntilOpen(page, "?");
      await expect(page.getByRole("heading", { name: "Keyboard shortcuts" })).toBeVisible();
      await expectAccessible();
    });

    test("the dialog that AWS denied, refused, or found canceled already has zero violations", async ({
      seedThing,
      executionPage,
      emulator,
      expectAccessible,
    }) => {
      const { thingName, jobs } = await seedThing({ job: "QUEUED" });
      const ref = { thingName, jobId: jobs.job };
      const dialog = await executionPage.openCancel(thingName, jobs.job);
      await emulator.fault({ api: API, kind: "deny", match: { thingName } });
      await dialog.cancel.click();
      await expect(dialog.alert).toContainText("AWS denied");
      await expectAccessible();

      const errorName = "InvalidStateTransitionException";
      await emulator.fault({ api: API, kind: "error", errorName, match: { thingName } });
      await dialog.cancel.click();
      await expect(dialog.heading("AWS refused")).toBeVisible();
      await expectAccessible();

      await emulator.cancel(ref);
      await dialog.button("Refresh again").click();
      await expect(dialog.heading("Already canceled")).toBeVisible();
      await expectAccessible();
    });

    test("too many pairs with the device's own, and toasts, have zero violations", async ({
      page,
      openCancel,
      expectAccessible,
    }) => {
      const statusDetails = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`device-${at}`, "on"]));
      const { dialog } = await openCancel({ status: "IN_PROGRESS", statusDetails });
      await dialog.addPairs(["reason", "recall"]);
      await dialog.keepDeviceDetails.check();
      await dialog.force.check();
      await dialog.forceCancel.click();
      await expect(dialog.root).toContainText("these are 11 pairs of status details");
      await expectAccessible();

      await dialog.keepDeviceDetails.uncheck();
      await dialog.force.check();
      await dialog.forceCancel.click();
      await expect(toasts(page)).toContainText("Canceled in AWS IoT");
      await toasts(page).getByRole("link").hover(); // it stays as long as one points at it
      await expectAccessible();
      await expect(toasts(page)).toContainText("Canceled in AWS IoT");
    });

    test.describe("of what is gone", () => {
      test.use({ allowedConsoleErrors: [/404 \(Not Found\)/] });

      test("the dialog that says so has zero violations", async ({
        seedThing,
        thingPage,
        emulator,
        expectAccessible,
      }) => {
        const { thingName, jobs } = await seedThing({ goes: "QUEUED" });
        await thingPage.open(thingName);
        await thingPage.cancelButton(jobs.goes).click();
        await expect(thingPage.dialog.cancel).toBeVisible();
        await emulator.deleteExecution(thingName, jobs.goes);
        await thingPage.dialog.cancel.click();
        await expect(thingPage.dialog.heading("The execution is gone")).toBeVisible();
        await expectAccessible();
      });
    });
  });

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`with an outcome that nobody knows, in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, allowedConsoleErrors: [/net::ERR_/] });

    test("the dialog has zero violations", async ({ page, context, openCancel, expectAccessible }) => {
      const { dialog } = await openCancel();
      await context.setOffline(true);
      await dialog.cancel.click();
      await expect(dialog.alert).toContainText("Whether it was canceled is not known yet.");
      await expectAccessible();
      await dialog.button("Read it again").click();
      await expect(dialog.alert).toHaveCount(2);
      await expectAccessible();
      await page.close();
    });
  });
