import type { Browser, Page } from "@playwright/test";
import { setTimeout as sleep } from "node:timers/promises";
import type { SignedInState } from "../demo-sign-in.ts";
import { FLEET } from "./launch-bench-console.ts";

const LOOK_EVERY_MS = 250;

type Asked = { jobId: string; count: number; patienceMs: number };

/** Cancels all queued executions of a job with the console's pages, and waits until the operation has ended. */
export async function cancelByOperation(
  browser: Browser,
  state: SignedInState,
  consoleUrl: string,
  asked: Asked,
): Promise<void> {
  const context = await browser.newContext({ storageState: state });
  try {
    const page = await context.newPage();
    await page.goto(`${consoleUrl}/${FLEET}/jobs/${asked.jobId}?status=QUEUED`);
    const operationId = await requestOperation(page, asked.count);
    await page.goto("about:blank"); // the operation continues without the page
    const url = `${consoleUrl}/api/${FLEET}/operations/${operationId}`;
    const deadline = performance.now() + asked.patienceMs;
    while (performance.now() < deadline) {
      const { operation } = (await (await context.request.get(url)).json()) as {
        operation: { state: string };
      };
      if (operation.state === "finished") return;
      await sleep(LOOK_EVERY_MS);
    }
    throw new Error(`The operation ${operationId} was not over after ${asked.patienceMs / 1_000} s.`);
  } finally {
    await context.close();
  }
}

/** @returns its id */
async function requestOperation(page: Page, count: number): Promise<string> {
  const bar = page.getByRole("group", { name: "Selection" });
  await bar.getByRole("button", { name: /^Select all / }).click();
  await bar.getByRole("button", { name: /^Cancel .*…$/ }).click();
  const dialog = page.getByRole("dialog");
  const typed = dialog.getByRole("textbox", { name: `Type ${count} to confirm` });
  const confirm = dialog.getByRole("button", { name: /^Cancel [\d,]+ executions$/ });
  await confirm.waitFor();
  if ((await typed.count()) > 0) await typed.fill(String(count));
  await dialog.getByRole("textbox", { name: "Reason" }).fill("A measurement");
  await confirm.click();
  await page.waitForURL(/\/operations\/op_[a-z2-7]{12}$/);
  return new URL(page.url()).pathname.split("/").at(-1)!;
}
