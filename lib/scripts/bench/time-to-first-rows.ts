import type { Browser } from "@playwright/test";
import type { SignedInState } from "../demo-sign-in.ts";

type FirstRowsWindow = Window & { benchFirstRowsAt?: number };

/** Opens a page cold. @returns milliseconds from the start of the navigation to the frame that shows rows of a table */
export async function timeToFirstRows(browser: Browser, state: SignedInState, url: string): Promise<number> {
  const context = await browser.newContext({ storageState: state });
  try {
    const page = await context.newPage();
    await page.addInitScript(() => {
      const onFrame = (now: number) => {
        if (document.querySelector("tbody [aria-rowindex]") !== null)
          (window as FirstRowsWindow).benchFirstRowsAt = now;
        else requestAnimationFrame(onFrame);
      };
      requestAnimationFrame(onFrame);
    });
    await page.goto(url);
    const firstRowsAt = await page.waitForFunction(() => (window as FirstRowsWindow).benchFirstRowsAt);
    return (await firstRowsAt.jsonValue())!;
  } finally {
    await context.close();
  }
}
