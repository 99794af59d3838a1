import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures/test";

test("a thing's page names the groups that AWS lists: with those above its own, or its own alone", async ({
  page,
  emulator,
  seedThing,
  thingPage,
  awsBehavior,
}) => {
  const suffix = randomUUID().slice(0, 8);
  const [plant, hall] = [`plant-${suffix}`, `hall-${suffix}`];
  await emulator.seed({ groups: [{ name: plant }, { name: hall, parent: plant }] });
  const { thingName } = await seedThing({ flash: "QUEUED" }, { groups: [hall] });
  await thingPage.open(thingName);
  const isDirect = awsBehavior?.variants?.groupsOfThing === "direct";
  const groups = page
    .getByRole("term")
    .filter({ hasText: /^Groups$/ })
    .locator("..")
    .getByRole("definition");
  await expect(groups).toHaveText(isDirect ? hall : `${plant}, ${hall}`);
});

test.describe("of a deleted thing", () => {
  test.use({ allowedConsoleErrors: [/404/] });

  test("its execution is shown: as removed, or as it is and cancelable", async ({
    page,
    emulator,
    seedThing,
    jobPage,
    thingPage,
    executionPage,
    awsBehavior,
  }) => {
    const { thingName, jobs } = await seedThing({ flash: "QUEUED" });
    await emulator.deleteThing(thingName);
    await jobPage.open(jobs.flash);
    if (awsBehavior?.variants?.executionsOfDeletedThing === "kept") {
      await expect(jobPage.row(thingName)).toContainText("Queued");
      const dialog = await executionPage.openCancel(thingName, jobs.flash);
      await dialog.cancel.click();
      await expect(executionPage.status("Canceled")).toBeVisible();
      expect(await emulator.statusesOf(jobs.flash)).toEqual({ [thingName]: "CANCELED" });
    } else {
      await expect(jobPage.row(thingName)).toContainText("Removed");
      await expect(jobPage.cancelButton(thingName)).toBeDisabled();
    }

    await thingPage.open(thingName);
    await expect(page.getByRole("main")).toContainText(`The thing ${thingName} is not there`);
  });
});
