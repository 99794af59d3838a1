import { expect, type Locator, type Page } from "@playwright/test";
import type { JobPage } from "./console-pages";

/** Selecting executions in a table, on a job's page or a thing's. */
export class Selecting {
  readonly #page: Page;
  readonly bar: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.bar = page.getByRole("group", { name: "Selection" });
  }

  /** The check box of a row, enabled or not. */
  box = (name: string) => this.#page.getByRole("checkbox", { name: new RegExp(`^Select ${name}(:|$)`) });
  get allRows() {
    return this.#page.getByRole("checkbox", { name: "Select all rows shown" });
  }
  selectAll = (words: string | RegExp) => this.bar.getByRole("button", { name: words });
  get clear() {
    return this.bar.getByRole("button", { name: "Clear" });
  }
  get cancel() {
    return this.bar.getByRole("button", { name: /^Cancel .*…$/ });
  }
}

/** The plan of a bulk cancellation, and its form. */
export class PlanDialog {
  readonly root: Locator;
  readonly #selecting: Selecting;

  constructor(page: Page) {
    this.root = page.getByRole("dialog");
    this.#selecting = new Selecting(page);
  }

  button = (name: string | RegExp) => this.root.getByRole("button", { name });
  heading = (name: string | RegExp) => this.root.getByRole("heading", { name });
  /** The button that names the action. */
  get confirm() {
    return this.button(/^(Force cancel|Cancel) [\d,]+ executions?$/);
  }
  get keepThem() {
    return this.button("Keep them");
  }
  get reason() {
    return this.root.getByRole("textbox", { name: "Reason" });
  }
  get force() {
    return this.root.getByRole("checkbox", { name: /^Force cancel/ });
  }
  get sendsReasons() {
    return this.root.getByRole("checkbox", { name: /^Send the reason to the devices/ });
  }
  get typed() {
    return this.root.getByRole("textbox", { name: /^Type \d+ to confirm/ });
  }
  /** The field of the view that cancels the whole job. */
  get reasonCode() {
    return this.root.getByRole("textbox", { name: /^Reason code/ });
  }
  get comment() {
    return this.root.getByRole("textbox", { name: /^Comment/ });
  }
  get jobIdTyped() {
    return this.root.getByRole("textbox", { name: "Type the job's id to confirm" });
  }
  get evenIfProgressed() {
    return this.root.getByRole("checkbox", { name: /^Even if they report progress/ });
  }
  /** One of the facts in a strip. */
  fact = (term: string) => {
    const page = this.root.page();
    return this.root
      .locator("dl > div")
      .filter({ has: page.getByRole("term").filter({ hasText: term }) })
      .getByRole("definition");
  };
  /** Selects all rows shown, and plans to cancel them. */
  async openForRows() {
    await this.#selecting.allRows.check();
    await this.#selecting.cancel.click();
  }
  /** Selects everything that matches the filters, with the button for it, and plans to cancel it. */
  async openForAll(words: string | RegExp) {
    await this.#selecting.selectAll(words).click();
    await this.#selecting.cancel.click();
  }
  /** Selects all queued executions of a job, and chooses to cancel the job instead. */
  async openForJob(jobPage: JobPage, jobId: string) {
    await jobPage.open(jobId);
    await this.openForAll(/queued executions? of this job$/);
    await this.button("Cancel the job instead…").click();
    await expect(this.heading("Cancel the whole job?")).toBeVisible();
  }
  /** The plan's numbers, once it is ready. */
  numbers = () => this.root.locator("dl").first();
}
