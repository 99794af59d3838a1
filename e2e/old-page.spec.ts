import { callActionsOfAnotherBuild } from "./fixtures/another-build";
import { expect, test } from "./fixtures/test";

test.use({ allowedConsoleErrors: [/409 \(Conflict\)/] });

test("a page from before a deployment is told to reload, and what was typed is there again", async ({
  page,
  seedThing,
  executionPage,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  const dialog = await executionPage.openCancel(thingName, jobs.job);
  await dialog.reason.fill("wrong image");
  await dialog.addPairs(["by", "support"]);

  const deployIsOver = await callActionsOfAnotherBuild(page);
  await dialog.cancel.click();
  await expect(dialog.alert).toContainText("Standdown was updated since this page was loaded.");
  await expect(dialog.alert).toContainText("Nothing was canceled.");
  await deployIsOver();
  await dialog.button("Reload and go on").click();

  await dialog.hasRead();
  await expect(dialog.reason).toHaveValue("wrong image");
  await expect(dialog.value(1)).toHaveValue("support");
  await dialog.keepIt.click();
  await page.reload();
  await expect(executionPage.cancelButton).toBeVisible();
  await expect(dialog.root).toHaveCount(0);
});
