import { USERS_PASSWORD } from "./fixtures/own-world";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

const THEMES = ["light", "dark"] as const;

for (const colorScheme of THEMES)
  for (const width of [1280, 390] as const)
    test.describe(`in the ${colorScheme} theme at ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } });

      test("a job's document and the account have zero violations", async ({
        page,
        seedThing,
        expectAccessible,
      }) => {
        const document = '{"operation":"reboot","steps":[{"wait":5}]}';
        const { jobs } = await seedThing({ job: "QUEUED" }, { job: { document } });
        await page.goto(`/${FLEET}/jobs/${jobs.job}?tab=document`);
        await expect(page.getByRole("main")).toContainText("reboot");
        await expectAccessible();
        await page.goto(`/${FLEET}/account`);
        await expect(page.getByText("this one")).toBeVisible();
        await expectAccessible();
      });

      test("the audit log and an entry of it have zero violations", async ({
        page,
        seedThing,
        executionPage,
        expectAccessible,
      }) => {
        const { thingName, jobs } = await seedThing({ job: "QUEUED" });
        const dialog = await executionPage.openCancel(thingName, jobs.job);
        await dialog.reason.fill("to have an entry");
        await dialog.cancel.click();
        await expect(executionPage.status("Canceled")).toBeVisible();

        await page.goto(`/${FLEET}/audit?thing=${thingName}`);
        const entry = page.getByRole("row").filter({ hasText: thingName });
        await expect(entry).toContainText("Canceled");
        await expectAccessible();
        await entry.getByRole("link").or(entry.getByRole("button")).first().click();
        await expect(page.getByRole("dialog")).toContainText("to have an entry");
        await expectAccessible();
      });

      test.describe("with nobody signed in", () => {
        test.use({ signedInAs: null });

        test("the choice of a role has zero violations", async ({ page, expectAccessible }) => {
          await page.goto("/sign-in");
          await expect(page.getByRole("heading", { name: "Choose a role" })).toBeVisible();
          await expectAccessible();
        });
      });

      test.describe("for an admin", () => {
        test.use({ signedInAs: "admin" });

        test("users and one user have zero violations", async ({ page, expectAccessible }) => {
          await page.goto(`/${FLEET}/users`);
          await expect(page.getByRole("heading", { name: "Users", level: 1 })).toBeVisible();
          await expectAccessible();
          await page.getByRole("table").getByRole("link").first().click();
          await expect(page.getByRole("heading", { name: "Users", level: 1 })).toHaveCount(0);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expectAccessible();
        });
      });

      test.describe("of what is not there", () => {
        test.use({ allowedConsoleErrors: [/404 \(Not Found\)/] });

        test("the pages that say so have zero violations", async ({ page, expectAccessible }) => {
          for (const path of [
            "things/never-seen",
            "jobs/never-seen",
            "things/never-seen/executions/never-seen",
          ]) {
            await page.goto(`/${FLEET}/${path}`);
            await expect(page.getByRole("main")).toContainText("is not there");
            await expectAccessible();
          }
          await page.goto("/nowhere");
          await expectAccessible();
        });
      });
    });

test.describe("by e-mail and password", () => {
  // The world of the sign-in tests, so that it is started once for both where one worker runs them.
  test.use({ ownWorld: { name: "passwords", users: ["root@example.org"] }, signedInAs: null });

  for (const colorScheme of THEMES)
    test.describe(`in the ${colorScheme} theme`, () => {
      test.use({ colorScheme });

      test("sign-in, and its refusal, have zero violations", async ({ page, expectAccessible }) => {
        await page.goto("/sign-in");
        await expect(page.getByLabel("E-mail")).toBeVisible();
        await expectAccessible();
        await page.getByLabel("E-mail").fill(`nobody-${colorScheme}@example.org`);
        await page.getByLabel("Password").fill(`not ${USERS_PASSWORD}`);
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
        await expect(page.getByRole("alert").first()).toContainText("is wrong.");
        await expectAccessible();
      });
    });
});

test.describe("with AWS down", () => {
  const ownWorld = { name: "accessible-down" };
  test.use({ ownWorld, allowedConsoleErrors: [/502 \(Bad Gateway\)/] });

  test("every page's error has zero violations in both themes", async ({
    page,
    ownConsole,
    expectAccessible,
  }) => {
    test.setTimeout(120_000);
    await (await ownConsole(ownWorld)).stopEmulator();
    for (const path of [
      "things",
      "jobs",
      "things/press-line-07",
      "jobs/recipe-204",
      "jobs/recipe-204?tab=document",
      "things/press-line-07/executions/recipe-204",
    ]) {
      await page.goto(`/${FLEET}/${path}`);
      await expect(page.getByRole("main").getByRole("alert").first()).toContainText("cannot be reached", {
        timeout: 20_000,
      });
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await expectAccessible();
      }
    }
  });
});
