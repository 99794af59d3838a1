import type { Page } from "@playwright/test";
import { holdScripts } from "./fixtures/hold-scripts";
import { expect, test } from "./fixtures/test";
import { PlanDialog } from "./pages/bulk-cancel";

const FLEET = "demo";

/** Opens Go to by its shortcut, which works once the page's script runs. */
async function openGoTo(page: Page) {
  const input = page.getByRole("dialog", { name: "Go to" }).getByRole("combobox");
  await expect(async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await expect(input).toBeFocused({ timeout: 2_000 });
  }).toPass();
  return input;
}

test("a thing is found by the middle of its name, and opened with Enter", async ({
  page,
  seedThing,
  thingPage,
}) => {
  const { thingName } = await seedThing({ roll: "QUEUED" });
  await thingPage.open(thingName); // the console then knows the thing and its job
  await page.goto(`/${FLEET}/jobs`);
  await expect(async () => {
    const input = await openGoTo(page);
    await input.fill(thingName.slice(3));
    const things = page.getByRole("group", { name: "Things" });
    await expect(things.getByRole("option", { name: `Open thing ${thingName}` })).toBeVisible();
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: thingName, level: 1 })).toBeVisible();

  await openGoTo(page);
  const recent = page.getByRole("group", { name: "Recent" });
  await expect(recent.getByRole("option").first()).toHaveText(`Open thing${thingName}`);
});

test("text typed right after the shortcut, before the code of Go to is loaded, arrives, and nothing opens behind it", async ({
  page,
  context,
  seedThing,
  jobPage,
}) => {
  const { thingName, jobs } = await seedThing({ roll: "QUEUED" });
  await jobPage.open(jobs.roll);
  await expect(jobPage.row(thingName)).toBeVisible();
  // The shortcuts of the frame work by now, and those of the table do with a row to act on.
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("j");

  const release = Promise.withResolvers<void>();
  await holdScripts(context, release.promise);
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("c-x-j-never");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("combobox")).toHaveValue("c-x-j-never");
  await expect(dialog).toContainText("Loading…");
  await expect(dialog).toHaveCount(1);
  await expect(dialog).toHaveAccessibleName("Go to");

  release.resolve();
  const option = dialog.getByRole("option", { name: "Open job c-x-j-never" });
  await expect(option).toBeVisible();
  await page.keyboard.type("s");
  await expect(dialog.getByRole("combobox")).toHaveValue("c-x-j-nevers");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(jobPage.row(thingName).getByRole("checkbox")).not.toBeChecked();
  await expect(page).toHaveURL(new RegExp(`/jobs/${jobs.roll}`));
});

test("arrows choose an option, a click outside closes Go to, and the focus returns to where it was", async ({
  page,
}) => {
  await page.goto(`/${FLEET}/jobs`);
  const status = page.getByRole("combobox", { name: "Target selection" });
  await status.focus();
  const input = await openGoTo(page);
  const active = page.getByRole("dialog").getByRole("option", { selected: true });
  await input.fill("s");
  const options = page.getByRole("group", { name: "Pages" }).getByRole("option");
  await expect(options).toHaveText(["PageThings", "PageJobs", "PageStuck", "PageOperations"]);
  await expect(active).toHaveText("PageThings");
  await expect(input).toHaveAttribute("aria-activedescendant", (await active.getAttribute("id"))!);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(active).toHaveText("PageStuck");
  await page.keyboard.press("ArrowUp");
  await expect(active).toHaveText("PageJobs");
  await page.keyboard.press("Escape");
  await expect(status).toBeFocused();

  await openGoTo(page);
  await page.keyboard.type("stuck");
  const { x, y, height } = (await input.boundingBox())!;
  await page.mouse.move(x + 5, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(5, y + height / 2);
  await page.mouse.up();
  await expect(input).toBeFocused();
  await page.mouse.click(5, y + height / 2);
  await expect(input).toHaveCount(0);

  await openGoTo(page);
  await page.keyboard.type("stuck");
  await expect(active).toHaveText("PageStuck");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Stuck", level: 1 })).toBeVisible();
});

test("all queued executions of a thing can be canceled from any page, with a plan", async ({
  page,
  seedThing,
  thingPage,
}) => {
  const { thingName } = await seedThing({ one: "QUEUED", two: "QUEUED", busy: "IN_PROGRESS" });
  await thingPage.open(thingName);
  await page.goto(`/${FLEET}/audit`);
  const input = await openGoTo(page);
  await input.fill(`cancel all queued on ${thingName.slice(2)}`);
  await page.getByRole("option", { name: `Cancel all queued on ${thingName}…` }).click();

  const plan = new PlanDialog(page);
  await expect(plan.heading("Cancel 2 executions?")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/${FLEET}/audit$`));
});

test("an unknown name is reported, and can be opened if it is exact", async ({ page }) => {
  await page.goto(`/${FLEET}/jobs`);
  const input = await openGoTo(page);
  await input.fill("xqzzy-never");
  const dialog = page.getByRole("dialog", { name: "Go to" });
  await expect(dialog.getByRole("status").first()).toContainText("No known name contains “xqzzy-never”.");
  await expect(
    dialog
      .getByRole("group", { name: "By exact name" })
      .getByRole("option", { name: "Open job xqzzy-never" }),
  ).toBeVisible();
});

test.describe("as a viewer", () => {
  test.use({ signedInAs: "viewer" });

  test("an action that the role forbids is shown with the reason, and does nothing", async ({
    page,
    seedThing,
    thingPage,
  }) => {
    const { thingName } = await seedThing({ roll: "QUEUED" });
    await thingPage.open(thingName);
    const input = await openGoTo(page);
    await input.fill(`cancel ${thingName}`);
    const action = page.getByRole("option", { name: `Cancel all queued on ${thingName}…` });
    await expect(action).toContainText("Your role may not cancel executions.");
    await expect(action).toHaveAttribute("aria-disabled", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
  });
});

test.describe("with AWS's index out of reach", () => {
  test.use({ allowedConsoleErrors: [/Failed to load resource/] });

  test("names that the console knows are still found", async ({ page, seedThing, thingPage }) => {
    const { thingName } = await seedThing({ roll: "QUEUED" });
    await thingPage.open(thingName);
    await page.route(/\/names\?.*from=aws/, (route) => route.abort());
    const input = await openGoTo(page);
    await input.fill(thingName.slice(3));
    const dialog = page.getByRole("dialog", { name: "Go to" });
    await expect(dialog.getByRole("alert")).toContainText("AWS’s index could not be searched.");
    await expect(dialog.getByRole("option", { name: `Open thing ${thingName}` })).toBeVisible();
  });
});

test.describe("where AWS's index is searched", () => {
  test.use({
    ownWorld: { name: "go-to-index", indexing: { mode: "REGISTRY", connectivity: "OFF" } },
    allowedConsoleErrors: [/Failed to load resource/],
  });

  test("a failed search is shown with its call, the reason and Retry, beside the results of the other", async ({
    page,
    emulator,
  }) => {
    await emulator.seed({ things: [{ name: "probe-1" }, { name: "old-probe" }] });
    await page.goto(`/${FLEET}/jobs`);
    const input = await openGoTo(page);
    const dialog = page.getByRole("dialog", { name: "Go to" });
    const found = (name: string) => dialog.getByRole("option", { name: `Open thing ${name}` });

    await emulator.fault({ api: "SearchIndex", kind: "deny", count: 2 });
    await input.fill("prob");
    const failed = dialog.getByRole("alert");
    await expect(failed).toContainText("AWS’s index could not be searched. AWS denied iot:SearchIndex");
    await failed.getByRole("button", { name: "Retry" }).click();
    await expect(found("probe-1")).toBeVisible();
    await expect(found("old-probe")).toBeVisible();
    await expect(failed).toHaveCount(0);

    // The first of the two searches, which is for names that begin with it.
    await emulator.fault({ api: "SearchIndex", kind: "deny", count: 1 });
    await input.fill("probe");
    await expect(failed).toContainText("AWS’s index was searched only in part. AWS denied iot:SearchIndex");
    await expect(
      dialog.getByRole("option", { name: /^Open thing (old-probe|probe-1)/ }).first(),
    ).toBeVisible();
    await failed.getByRole("button", { name: "Retry" }).click();
    await expect(found("probe-1")).toBeVisible();
    await expect(failed).toHaveCount(0);
  });

  test("a text too long for a search within names is searched only at the start of names, and the page says so", async ({
    page,
    emulator,
  }) => {
    const part = "-".repeat(45);
    await emulator.seed({ things: [{ name: `${part}begins` }, { name: `holds${part}` }] });
    await page.goto(`/${FLEET}/jobs`);
    const input = await openGoTo(page);
    await input.fill(part);
    const dialog = page.getByRole("dialog", { name: "Go to" });
    await expect(dialog.getByRole("option", { name: `Open thing ${part}begins` })).toBeVisible();
    await expect(dialog.getByRole("status").first()).toContainText(
      "AWS’s index was searched only for names that begin with this: a search within names takes 100 characters",
    );
    await expect(dialog.getByRole("alert")).toHaveCount(0);
  });
});
