import { callActionsOfAnotherBuild } from "./fixtures/another-build";
import { expect, test } from "./fixtures/test";
import { PlanDialog } from "./pages/bulk-cancel";

test.use({ allowedConsoleErrors: [/409 \(Conflict\)/] });

test("a page of a stale build asks for a reload, and what was typed is restored", async ({
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

test("a dialog of a stale build that cancels a whole job asks for a reload too", async ({
  page,
  seedThing,
  jobPage,
}) => {
  const { jobs } = await seedThing({ job: "QUEUED" });
  const plan = new PlanDialog(page);
  await plan.openForJob(jobPage, jobs.job);
  await plan.reasonCode.fill("WRONG_IMAGE");
  await plan.comment.fill("bricks devices");
  await plan.jobIdTyped.fill(jobs.job);

  const deployIsOver = await callActionsOfAnotherBuild(page);
  await plan.button("Cancel the job").click();
  await expect(plan.root).toContainText("Standdown was updated since this page was loaded.");
  await deployIsOver();
  await plan.button("Reload and go on").click();

  await expect(plan.heading("Cancel the whole job?")).toBeVisible();
  await expect(plan.reasonCode).toHaveValue("WRONG_IMAGE");
  await expect(plan.comment).toHaveValue("bricks devices");
  await expect(plan.jobIdTyped).toHaveValue(""); // consent is given afresh
  await plan.button("Back to the plan").click();
  await plan.button("Cancel the job instead…").click();
  await expect(plan.comment).toHaveValue("bricks devices");
});
