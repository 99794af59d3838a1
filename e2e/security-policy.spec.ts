import type { Page } from "@playwright/test";
import { test } from "./fixtures/secured-console";
import { expect } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

/** Collects violations of the policy on pages that are opened afterwards. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  const violations: string[] = [];
  await page.exposeFunction("tellViolation", (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = (globalThis as unknown as { reportViolation: (text: string) => void }).reportViolation;
      report(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return violations;
}

test.describe("in the browser", () => {
  test("every page and dialog works under the policy", async ({ page, seedThing, thingPage }) => {
    const { thingName, jobs } = await seedThing({ roll: "QUEUED", flash: "IN_PROGRESS" });
    const violations = await violationsOf(page);

    const fleet = `/${FLEET}`;
    const pages = [
      "things",
      "jobs",
      `jobs/${jobs.roll}`,
      "audit",
      "account",
      `things/${thingName}/executions/${jobs.roll}`,
    ];
    for (const path of pages) {
      await page.goto(`${fleet}/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
    for (const key of ["Control+k", "?"]) {
      await expect(async () => {
        await page.keyboard.press(key); // works once the page's script runs
        await expect(page.getByRole("dialog")).toBeVisible({ timeout: 2_000 });
      }).toPass();
      await page.keyboard.press("Escape");
    }
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByText("Dark").click();
    await page.keyboard.press("Escape");

    await thingPage.open(thingName);
    for (const job of [jobs.roll, jobs.flash]) {
      await thingPage.cancelButton(job).click();
      await thingPage.dialog.hasRead();
      await thingPage.dialog.addPairs(["why", "a test"]);
      await page.keyboard.press("Escape");
    }
    expect(violations).toEqual([]);
  });

  test.describe("as an admin", () => {
    test.use({ signedInAs: "admin" });

    test("the user pages work under the policy too", async ({ page }) => {
      const violations = await violationsOf(page);
      for (const path of ["users", "users/demo-viewer", "account"]) {
        await page.goto(`/${FLEET}/${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      }
      expect(violations).toEqual([]);
    });
  });

  test.describe("when the layout itself fails", () => {
    test.use({ allowedConsoleErrors: [/Minified React error #306/] });

    test("the global error page works under the policy, says what happened and leads back", async ({
      page,
      expectAccessible,
    }) => {
      const violations = await violationsOf(page);
      // The page refers to code that its files do not have, as when the files of two builds are mixed.
      const address = `**/${FLEET}/things`;
      await page.route(address, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('\\"Providers\\"', '\\"Elsewhere\\"');
        await route.fulfill({ response, body });
      });
      await page.goto(`/${FLEET}/things`);
      await expect(page.getByRole("heading", { name: "Standdown could not be shown" })).toBeVisible();
      await expectAccessible();
      await page.unroute(address);
      await page.getByRole("button", { name: "Try again" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Things" })).toBeVisible();
      expect(violations).toEqual([]);
    });
  });

  test.describe("an injected script", () => {
    test.use({ allowedConsoleErrors: [/Content Security Policy/i] });

    test("does not run", async ({ page }) => {
      await page.goto(`/${FLEET}/things`);
      const ran = await page.evaluate(async () => {
        const marks = globalThis as unknown as Record<string, boolean>;
        const bothRefused = new Promise<void>((resolve) => {
          const refused = new Set<string>();
          document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
            refused.add(violatedDirective);
            if (refused.has("script-src-attr") && refused.has("script-src-elem")) resolve();
          });
        });
        document.body.insertAdjacentHTML(
          "beforeend",
          '<img src="data:," onerror="globalThis.byAttribute = true">',
        );
        const script = document.createElement("script");
        script.textContent = "globalThis.byScript = true";
        document.body.append(script);
        await bothRefused;
        return [marks.byAttribute, marks.byScript];
      });
      expect(ran).toEqual([undefined, undefined]);
    });
  });

  test("text from a device is shown as text everywhere", async ({ page, seedThing, executionPage }) => {
    const evil = `"><img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script>`;
    const { thingName, jobs } = await seedThing(
      { roll: { status: "IN_PROGRESS", statusDetails: { step: evil } } },
      { job: { document: JSON.stringify({ evil }), description: evil } },
    );
    await executionPage.open(thingName, jobs.roll);
    await expect(executionPage.detail("step")).toContainText(evil);
    await page.goto(`/${FLEET}/jobs/${jobs.roll}`);
    await expect(page.getByRole("main")).toContainText("<img src=x");
    expect(await page.title()).not.toBe("pwned");
    await expect(page.locator("main img")).toHaveCount(0);
  });
});
