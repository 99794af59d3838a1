import { expect, test } from "./fixtures/test";

test("an execution's page shows when it times out, how often it was retried, its job document, and the same by AWS CLI", async ({
  page,
  seedThing,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing(
    { flash: "QUEUED" },
    {
      job: {
        document: '{"operation":"reboot"}',
        timeoutMinutes: 90,
        retry: [{ failureType: "FAILED", numberOfRetries: 3 }],
      },
    },
  );
  const ref = { thingName, jobId: jobs.flash };
  await emulator.deviceAct({ ...ref, act: "start" }, { ...ref, act: "fail" });
  await expect.poll(() => emulator.tryDeviceActs([{ ...ref, act: "start" }])).toMatchObject([{ ok: true }]);
  await executionPage.open(thingName, jobs.flash);

  await expect(executionPage.fact("Retry attempt")).toHaveText("1");
  await expect(executionPage.fact("Times out")).toHaveText(/^in about 1 h (29|30) min$/);
  const document = page.getByRole("region", { name: "Job document", exact: true });
  await document.getByRole("button", { name: "Show" }).click();
  await expect(document).toContainText('"operation": "reboot"');

  const commands = page.getByRole("region", { name: "As AWS CLI" }).getByRole("definition");
  const names = `--endpoint-url ${emulator.url} --region eu-west-1 --job-id ${jobs.flash} --thing-name ${thingName}`;
  const version = await executionPage.fact("Version").textContent();
  await expect(commands).toHaveText([
    `aws iot describe-job-execution ${names}Copy`,
    `aws iot cancel-job-execution ${names} --force --expected-version ${version}Copy`,
  ]);
});

test("members that AWS omits are shown as unknown, and nothing is canceled on a guess", async ({
  seedThing,
  thingPage,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  const leaveOut = (api: string, member: string) =>
    emulator.fault({ api, kind: "omit", member, count: "unlimited", match: { thingName } });
  await leaveOut("DescribeJobExecution", "status");
  await thingPage.open(thingName);
  await thingPage.cancelButton(jobs.job).click();
  await expect(thingPage.dialog.heading("Nothing to cancel")).toBeVisible();
  await expect(thingPage.dialog.root).toContainText(
    "AWS IoT gives no status for this execution. Nothing is canceled on a guess.",
  );
  await expect(thingPage.dialog.fact("Status")).toHaveText("Unknown");
  await expect(thingPage.dialog.fact("Started")).toHaveText("—");

  await executionPage.open(thingName, jobs.job);
  await expect(executionPage.status("Unknown")).toBeVisible();
  for (const fact of ["Started", "Times out"]) await expect(executionPage.fact(fact)).toHaveText("—");
  await expect(executionPage.cancelButton).toHaveAttribute("aria-disabled", "true");

  await leaveOut("ListJobExecutionsForThing", "jobExecutionSummary");
  await thingPage.open(thingName);
  await expect(thingPage.row(jobs.job).first()).toContainText("Unknown");
  await expect(thingPage.cancelButton(jobs.job).first()).toHaveAttribute("aria-disabled", "true");
});

for (const [member, fact] of [
  ["executionNumber", "Execution number"],
  ["queuedAt", "Queued"],
  ["lastUpdatedAt", "Last updated"],
] as const)
  test(`where AWS leaves out ${member}, the page has a dash in its place`, async ({
    seedThing,
    executionPage,
    emulator,
  }) => {
    const { thingName, jobs } = await seedThing({ job: "QUEUED" });
    const api = "DescribeJobExecution";
    await emulator.fault({ api, kind: "omit", member, count: "unlimited", match: { thingName } });
    await executionPage.open(thingName, jobs.job);
    await expect(executionPage.status("Queued")).toBeVisible();
    await expect(executionPage.fact(fact)).toHaveText("—");
  });

test.describe("whose answer has no execution in it", () => {
  test.use({ allowedConsoleErrors: [/502 \(Bad Gateway\)/] });

  test("an answer without an execution is not accepted as AWS's, and nothing can be canceled", async ({
    seedThing,
    thingPage,
    emulator,
  }) => {
    const { thingName, jobs } = await seedThing({ job: "QUEUED" });
    const [api, member] = ["DescribeJobExecution", "execution"];
    await emulator.fault({ api, kind: "omit", member, count: "unlimited", match: { thingName } });
    await thingPage.open(thingName);
    await thingPage.cancelButton(jobs.job).click();
    await expect(thingPage.dialog.root).toContainText("The execution could not be read");
    await expect(thingPage.dialog.root).toContainText("The answer did not come from AWS IoT.");
    await expect(thingPage.dialog.cancel).toHaveCount(0);
    expect(await emulator.callsOf("CancelJobExecution", thingName)).toEqual([]);
  });

  test("a page whose rows name no thing is not accepted as AWS's, and no row is shown", async ({
    page,
    seedThing,
    jobPage,
    emulator,
  }) => {
    const { jobs } = await seedThing({ job: "QUEUED" });
    const [api, member] = ["ListJobExecutionsForJob", "thingArn"];
    await emulator.fault({ api, kind: "omit", member, count: "unlimited", match: { jobId: jobs.job } });
    await jobPage.open(jobs.job);
    await expect(page.getByRole("main")).toContainText("The answer did not come from AWS IoT.");
    await expect(page.getByRole("table").getByRole("button", { name: "Cancel…" })).toHaveCount(0);
  });
});
