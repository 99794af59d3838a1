import { expect, test } from "./fixtures/test";

test("an execution's page tells when it times out, how often it was retried, what it was asked to do, and the same by AWS CLI", async ({
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

test("what AWS leaves out is said to be unknown, and nothing is canceled on a guess", async ({
  page,
  seedThing,
  thingPage,
  jobPage,
  executionPage,
  emulator,
}) => {
  const { thingName, jobs } = await seedThing({ job: "QUEUED" });
  const leaveOut = (api: string, member: string) =>
    emulator.fault({
      api,
      kind: "omit",
      member,
      count: 10_000,
      match: api === "ListJobExecutionsForJob" ? { jobId: jobs.job } : { thingName },
    });
  await leaveOut("DescribeJobExecution", "execution");
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
  for (const fact of ["Execution number", "Queued", "Started", "Last updated", "Times out"])
    await expect(executionPage.fact(fact)).toHaveText("—");
  await expect(executionPage.cancelButton).toHaveAttribute("aria-disabled", "true");

  await leaveOut("ListJobExecutionsForThing", "jobExecutionSummary");
  await thingPage.open(thingName);
  await expect(thingPage.row(jobs.job).first()).toContainText("Unknown");
  await expect(thingPage.cancelButton(jobs.job).first()).toHaveAttribute("aria-disabled", "true");

  await leaveOut("ListJobExecutionsForJob", "thingArn");
  await jobPage.open(jobs.job);
  const row = page.getByRole("table").getByRole("row").filter({ hasText: "not told" });
  await expect(row).toContainText("Queued");
  await expect(row.getByRole("button", { name: "Cancel…" })).toHaveAttribute("aria-disabled", "true");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await row.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("c");
  await expect(page.getByText("AWS IoT does not tell on which thing it is.").last()).toBeVisible();
  expect(asked.filter((path) => path.includes("/things/"))).toEqual([]); // there is no page to open
});
