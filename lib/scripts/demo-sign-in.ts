import type { Browser } from "@playwright/test";

/** What a browser keeps of a sign-in: cookies. */
export type SignedInState = Awaited<ReturnType<Awaited<ReturnType<Browser["newContext"]>>["storageState"]>>;

/**
 * Signs in on a console in demo mode, with the sign-in page's button. Browser contexts created with the returned state
 * are signed in.
 */
export async function signInToDemo(
  browser: Browser,
  consoleUrl: string,
  role: string,
): Promise<SignedInState> {
  // Explicit: within a test, a new context is otherwise signed in as the test's user.
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  try {
    const page = await context.newPage();
    await page.goto(`${consoleUrl}/sign-in`);
    await page.getByRole("button", { name: role }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
    return await context.storageState();
  } finally {
    await context.close();
  }
}
