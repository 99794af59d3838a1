import { expect, type Locator, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import type { EmulatorClient } from "../../lib/testing/emulator-client";
import { PlanDialog } from "./bulk-cancel";
import { FLEET, JobPage } from "./console-pages";

/** A bulk cancellation's page. */
export class OperationPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get main() {
    return this.#page.getByRole("main");
  }
  get table() {
    return this.main.getByRole("table", { name: "Executions of this operation" });
  }
  /** The operation's status, beside its title. */
  state = (word: string): Locator => this.main.getByText(word, { exact: true }).first();
  button = (name: string | RegExp): Locator => this.main.getByRole("button", { name });
  row = (thingName: string): Locator => this.table.getByRole("row").filter({ hasText: thingName });
  /** A fact of the request, such as its guard. */
  asked = (term: string): Locator =>
    this.#page
      .getByRole("region", { name: "Request" })
      .locator("dl > div")
      .filter({ has: this.#page.getByRole("term").filter({ hasText: new RegExp(`^${term}$`) }) })
      .getByRole("definition");
  /** A filter of the items, with their number. */
  chip = (words: string): Locator =>
    this.main.getByRole("group", { name: "Outcome" }).locator("label").filter({ hasText: words });
  /** The live region that a screen reader announces. */
  get announced() {
    return this.main.getByRole("status").filter({ hasText: /percent done|^Finished|^Stopped/ });
  }

  /** Selects all queued executions of a job, and confirms the plan. @param beforehand runs between the two */
  async start(
    jobId: string,
    count: number,
    { reason = "wrong image", beforehand = (): Promise<unknown> => Promise.resolve() } = {},
  ): Promise<string> {
    await new JobPage(this.#page).open(jobId);
    const plan = new PlanDialog(this.#page);
    await plan.openForAll(`Select all ${count} queued executions of this job`);
    await expect(plan.heading(`Cancel ${count} executions?`)).toBeVisible();
    await plan.reason.fill(reason);
    await beforehand();
    await plan.confirm.click();
    await this.#page.waitForURL(/\/operations\/op_[a-z2-7]{12}/);
    await expect(this.main.getByRole("heading", { level: 1 })).toHaveText(
      `Cancel ${count} queued executions`,
    );
    return new URL(this.#page.url()).pathname.split("/").at(-1)!;
  }

  open = (operationId: string, query = "") => this.#page.goto(`/${FLEET}/operations/${operationId}${query}`);
}

/** A job with `count` queued executions. @returns the names of its things by number from 0 */
export async function seedQueued(emulator: EmulatorClient, count: number) {
  const jobId = `bulk-${randomUUID().slice(0, 8)}`;
  const things = Array.from({ length: count }, (_, index) => `${jobId}-kiosk-${index}`);
  await emulator.seed({
    things: things.map((name) => ({ name })),
    jobs: [{ jobId, targets: { things }, executions: "queued" }],
  });
  return { jobId, things };
}
