import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

test("the console's address leads to the things of the fleet", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(new RegExp(`/${FLEET}/things$`));
  await expect(page.getByRole("heading", { name: "Things", level: 1 })).toBeVisible();
});

test("a link to an execution opens just that one, for anyone who gets it", async ({
  page,
  seedThing,
  executionPage,
}) => {
  const { thingName, jobs } = await seedThing(
    { shared: { status: "FAILED", statusDetails: { code: "E42" } } },
    { name: `kiosk:ams-${Date.now()}` },
  );
  await executionPage.open(thingName, jobs.shared);
  await expect(page.getByRole("heading", { name: jobs.shared, level: 1 })).toBeVisible();
  await expect(executionPage.detail("code")).toContainText("E42");
  await expect(page).toHaveTitle(`${jobs.shared} on ${thingName} · Standdown`);
});

test("the back button returns to the previous tab and list", async ({ page, seedThing, thingPage }) => {
  const { thingName, jobs } = await seedThing({ old: "SUCCEEDED", open: "QUEUED" });
  await thingPage.open(thingName);
  await expect(thingPage.row(jobs.open)).toBeVisible();
  await thingPage.openTab("Finished");
  await expect(page).toHaveURL(/\?tab=finished$/);
  await thingPage.row(jobs.old).getByRole("link").click();
  await expect(page.getByRole("heading", { name: jobs.old, level: 1 })).toBeVisible();

  await page.goBack();
  await expect(thingPage.row(jobs.old)).toBeVisible();
  await page.goBack();
  await expect(thingPage.row(jobs.open)).toBeVisible();
  await expect(thingPage.tab("Open")).toBeChecked();
});

test("a job's filter is in the address: what one sees is what a colleague sees", async ({
  page,
  seedThing,
  jobPage,
}) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await jobPage.open(jobs.roll, "?status=SUCCEEDED");
  await expect(page.getByRole("main")).toBeVisible();
  await expect(jobPage.row(thingName)).toHaveCount(0);
  await jobPage.open(jobs.roll, "?status=QUEUED");
  await expect(jobPage.row(thingName)).toContainText("Queued");
});

test("Go to leads to a thing, a job or a page by keyboard", async ({ page, seedThing }) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await page.goto(`/${FLEET}/jobs`);
  const goTo = page.getByRole("dialog");
  const type = async (name: string) => {
    await expect(async () => {
      await page.keyboard.press("ControlOrMeta+k");
      await expect(goTo.getByRole("combobox")).toBeFocused({ timeout: 2_000 });
    }).toPass();
    await goTo.getByRole("combobox").fill(name);
  };

  await type(thingName);
  await goTo
    .getByRole("option", { name: new RegExp(`${thingName}.*thing|thing.*${thingName}`, "i") })
    .click();
  await expect(page.getByRole("heading", { name: thingName, level: 1 })).toBeVisible();

  await type(jobs.roll);
  await goTo.getByRole("option", { name: new RegExp(`${jobs.roll}.*job|job.*${jobs.roll}`, "i") }).click();
  await expect(page.getByRole("heading", { name: jobs.roll, level: 1 })).toBeVisible();

  await type("no such/name");
  await expect(goTo).toContainText("A thing's name is made of letters");
});

test.describe("of what is not there", () => {
  test.use({ allowedConsoleErrors: [/404 \(Not Found\)/] });

  test("an unknown fleet and a name that is invalid in AWS are pages not found", async ({ page }) => {
    for (const path of [
      "/no-such-fleet/things",
      `/${FLEET}/things/a%2Fb`,
      `/${FLEET}/jobs/..%2Fx`,
      "/nowhere",
    ]) {
      const response = await page.goto(path);
      expect(response?.status(), path).toBe(404);
    }
  });

  test("a thing, a job and an execution that do not exist say so, with a way back", async ({ page }) => {
    await page.goto(`/${FLEET}/things/never-seen`);
    await expect(page.getByRole("main").getByRole("alert")).toContainText(
      "The thing never-seen is not there",
    );
    await expect(page.getByRole("main").getByRole("link", { name: "All things" })).toBeVisible();

    await page.goto(`/${FLEET}/jobs/never-seen`);
    await expect(page.getByRole("main")).toContainText("The job never-seen is not there");

    await page.goto(`/${FLEET}/things/never-seen/executions/never-seen`);
    await expect(page.getByRole("main")).toContainText(
      "The execution of never-seen on never-seen is not there",
    );
  });
});

test("the chosen theme stays after a reload", async ({ page }) => {
  await page.goto(`/${FLEET}/things`);
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByText("Dark", { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("? lists the shortcuts", async ({ page }) => {
  await page.goto(`/${FLEET}/things`);
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(dialog).toContainText("cancel", { ignoreCase: true });
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("the frame says which fleet this is and that it is simulated, and Tab skips it", async ({ page }) => {
  await page.goto(`/${FLEET}/jobs`);
  const bar = page.getByRole("banner");
  await expect(bar).toContainText("Simulated fleet. Nothing here reaches AWS or a real device.");
  await expect(bar.getByRole("group", { name: "Fleet" })).toContainText("eu-west-1");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});
