import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const GOOD = "turquoise lamp eats gravel";

test.use({ signedInAs: "admin", ownWorld: { name: "users" } });

test("an admin adds a person, who signs in, and whose role changes at once", async ({
  page,
  browser,
  world,
  seedThing,
  expectAccessible,
}) => {
  const { thingName, jobs } = await seedThing({ wait: "QUEUED" });
  const email = `ann-${Date.now()}@example.org`;
  await page.goto(`/${FLEET}/things`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
  await expectAccessible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill("password1234");
  await page.getByLabel("Role").selectOption("operator");
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("alert").first()).toContainText("try first");
  await page.getByLabel("Password").fill(GOOD);
  await page.getByRole("button", { name: "Add user" }).click();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("operator");

  const hers = await (
    await browser.newContext({ baseURL: world.url, storageState: { cookies: [], origins: [] } })
  ).newPage();
  await hers.goto(`/sign-in?next=/${FLEET}/things/${thingName}/executions/${jobs.wait}`);
  await hers.getByLabel("E-mail").fill(email);
  await hers.getByLabel("Password").fill(GOOD);
  await hers.getByRole("button", { name: "Sign in", exact: true }).click();
  await hers.getByRole("button", { name: "Cancel…" }).click();
  await expect(hers.getByRole("button", { name: "Cancel execution" })).toBeEnabled();

  await page.getByRole("link", { name: email }).click();
  await expect(page.getByRole("heading", { name: email, level: 1 })).toBeVisible();
  await expectAccessible();
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`Changed ${email}`)).toBeVisible();

  await hers.getByRole("button", { name: "Cancel execution" }).click();
  await expect(hers.getByRole("dialog")).toContainText("Your role may not cancel executions.");

  await page.getByLabel(`Remove ${email}`).check();
  await page.getByRole("button", { name: "Remove user" }).click();
  await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
  await hers.reload();
  await expect(hers).toHaveURL(/\/sign-in/);
});

test.describe("for all others", () => {
  test.use({ signedInAs: "supervisor" });

  test("there is no Users page", async ({ page }) => {
    await page.goto(`/${FLEET}/users`);
    await expect(page.getByRole("main")).toContainText("Your role may not manage users. Ask an admin.");
    await expect(
      page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Users" }),
    ).toHaveCount(0);
  });
});

test.describe("where writes are turned off", () => {
  test.use({ signedInAs: "admin", ownWorld: { name: "read-only", env: { READ_ONLY: "1" } } });

  test("everybody sees that, and nothing is canceled", async ({ seedThing, executionPage, emulator }) => {
    const { thingName, jobs } = await seedThing({ wait: "QUEUED" });
    const dialog = await executionPage.openCancel(thingName, jobs.wait);
    await expect(dialog.root).toContainText(
      "Canceling is turned off for everyone in this console's configuration.",
    );
    await expect(dialog.cancel).toHaveAttribute("aria-disabled", "true");
    expect(await emulator.callsOf("CancelJobExecution", thingName)).toEqual([]);
  });
});
