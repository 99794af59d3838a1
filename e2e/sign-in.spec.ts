import type { Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { holdScripts } from "./fixtures/hold-scripts";
import { USERS_PASSWORD } from "./fixtures/own-world";
import { expect, test } from "./fixtures/test";
import { FLEET } from "./pages/console-pages";

test.use({ signedInAs: null });

test("a person who is not signed in is sent to sign in, and returns to the page they asked for", async ({
  page,
  expectAccessible,
}) => {
  await page.goto(`/${FLEET}/jobs?status=IN_PROGRESS`);
  await expect(page.getByRole("heading", { name: "Choose a role" })).toBeVisible();
  await expectAccessible();
  await page.getByRole("button", { name: "Operator" }).click();
  await expect(page).toHaveURL(new RegExp(`/${FLEET}/jobs\\?status=IN_PROGRESS$`));
  await expect(page.getByRole("button", { name: "Omar Operator, operator" })).toBeVisible();
});

test("no URL leads away from the console after sign-in", async ({ page, world }) => {
  for (const next of ["https://evil.example/", "//evil.example", "/\\evil.example", "/..//evil.example"]) {
    await page.goto("about:blank"); // requests in flight would be refused without the cookie
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByRole("button", { name: "Viewer" }).click();
    await expect(page).toHaveURL(`${world.url}/${FLEET}/things`);
  }
});

test("signing out ends the session, and the back button shows none of its pages", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Viewer" }).click();
  await page.getByRole("button", { name: "Vera Viewer, viewer" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Choose a role" })).toBeVisible();
  await page.goto(`/${FLEET}/things`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test.describe("with a page that is open", () => {
  // A world of its own: the demo has one account per role, so ending its sessions would sign out other tests.
  test.use({ ownWorld: { name: "sessions" }, allowedConsoleErrors: [/401 \(Unauthorized\)/] });

  test("a person ends another of their sessions, whose page then says so and does nothing", async ({
    browser,
    world,
    seedThing,
  }) => {
    const { thingName, jobs } = await seedThing({ wait: "QUEUED" });
    const enter = async () => {
      const page = await (await browser.newContext({ baseURL: world.url })).newPage();
      await page.goto("/sign-in");
      await page.getByRole("button", { name: "Supervisor" }).click();
      await expect(page.getByRole("heading", { name: "Things", level: 1 })).toBeVisible();
      return page;
    };
    const here = await enter();
    const there = await enter();
    await there.goto(`/${FLEET}/things/${thingName}/executions/${jobs.wait}`);
    await there.getByRole("button", { name: "Cancel…" }).click();
    await there.getByRole("button", { name: "Cancel execution" }).waitFor();

    await here.goto(`/${FLEET}/account`);
    const others = here.getByRole("button", { name: /^End (session|all others)$/ });
    await expect(here.getByText("this one")).toBeVisible();
    await others.first().click();
    await expect(here.getByText(/Ended the sessions?/)).toBeVisible();

    await there.getByRole("button", { name: "Cancel execution" }).click();
    await expect(there.getByRole("dialog")).toContainText("Your session has ended");
    await there.reload();
    await expect(there).toHaveURL(/\/sign-in\?next=/);
  });
});

test.describe("by e-mail and password", () => {
  test.use({ ownWorld: { name: "passwords", users: ["root@example.org", "carl@example.org"] } });

  test("a person signs in, and a wrong password does not say which part was wrong", async ({ page }) => {
    const attempt = async (email: string, password: string) => {
      await page.goto("/sign-in");
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
    };
    await attempt("root@example.org", "wrong password");
    await expect(page.getByRole("alert").first()).toHaveText("E-mail address or password is wrong.");
    await attempt("nobody@example.org", "wrong password");
    await expect(page.getByRole("alert").first()).toHaveText("E-mail address or password is wrong.");

    await attempt("root@example.org", USERS_PASSWORD);
    await expect(page.getByRole("heading", { name: "Things", level: 1 })).toBeVisible();
  });

  test("text typed or filled in before the page's script was loaded signs the person in", async ({
    page,
    context,
  }) => {
    const scripts = Promise.withResolvers<void>();
    await holdScripts(context, scripts.promise);
    await page.goto(`/sign-in?next=/${FLEET}/jobs`, { waitUntil: "commit" });
    await page.getByLabel("E-mail").fill("root@example.org");
    await page.getByLabel("Password").fill(USERS_PASSWORD);

    scripts.resolve();
    // Before React has hydrated the form, a press would submit it without script.
    await page.waitForFunction(() =>
      Object.keys(document.querySelector("form") ?? {}).some((key) => key.startsWith("__reactProps")),
    );
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Jobs", level: 1 })).toBeVisible();
  });

  test("a person changes their own password, and is signed out everywhere else", async ({
    browser,
    world,
    expectAccessible,
    page: here,
  }) => {
    test.slow(); // three sign-ins and two changes, each with hashes that are slow on purpose
    const context = await browser.newContext({ baseURL: world.url });
    const there = await context.newPage();
    const signIn = async (page: Page, password: string) => {
      await page.goto(`/sign-in?next=/${FLEET}/account`);
      await page.getByLabel("E-mail").fill("carl@example.org");
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("heading", { name: "Your account", level: 1 })).toBeVisible();
    };
    for (const page of [here, there]) await signIn(page, USERS_PASSWORD);

    const change = async (present: string, first: string, second: string) => {
      await here.getByLabel("Current password").fill(present);
      await here.getByLabel("New password", { exact: true }).fill(first);
      await here.getByLabel("New password again").fill(second);
      await here.getByRole("button", { name: "Change password" }).click();
    };
    const fresh = "violet spoon reads maps";
    await change("not mine at all", fresh, "violet spoon");
    await expect(here.getByRole("alert").first()).toHaveText("The two new passwords are not the same.");
    await change("not mine at all", fresh, fresh);
    await expect(here.getByRole("alert").first()).toContainText("the current password is wrong");
    await expectAccessible();
    await change(USERS_PASSWORD, fresh, fresh);
    await expect(here.getByText("Changed your password.")).toBeVisible();

    await there.reload();
    await expect(there).toHaveURL(/\/sign-in\?next=/);
    await here.reload();
    await expect(here.getByRole("heading", { name: "Your account", level: 1 })).toBeVisible();
    await signIn(there, fresh);
    await context.close();
  });

  test("after ten failures the account is locked, and the page says for how long", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill("held@example.org");
    for (let tries = 0; tries < 11; tries++) {
      await page.getByLabel("Password").fill(`wrong ${tries}`);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByLabel("Password")).toHaveValue("");
    }
    await expect(page.getByRole("alert").first()).toContainText(
      "Too many failed sign-ins. Try again in 15 minutes.",
    );
  });
});

test.describe("without users and identity provider", () => {
  test.use({ ownWorld: { name: "closed", env: { STANDDOWN_DEMO: "" } } });

  test("the console starts, refuses sign-in and says what to run", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("main")).toContainText("npm run users -- add you@example.org --role admin");
    await expect(page.getByRole("button", { name: /admin/i })).toHaveCount(0);
  });
});

test("a demo does not start on any address but loopback", () => {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production" as const,
    STANDDOWN_DEMO: "1",
    AWS_REGION: "eu-west-1",
    PORT: "0",
  };
  const start = () =>
    execFileSync(process.execPath, ["server.js"], {
      cwd: process.env.CONSOLE_BUILD,
      env,
      stdio: "pipe",
      timeout: 20_000,
    });
  expect(start).toThrow(/STANDDOWN_DEMO lets everyone in/);
});
