import type { Page } from "@playwright/test";
import { CancelDialog } from "./cancel-dialog";

/** The fleet of the environment that the tests start: they sign in as the accounts of the demo, and so it is. */
export const FLEET = "demo";

const segment = encodeURIComponent;

/** One execution's page. */
export class ExecutionPage {
  readonly dialog: CancelDialog;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.dialog = new CancelDialog(page);
  }

  open = (thingName: string, jobId: string) =>
    this.page.goto(`/${FLEET}/things/${segment(thingName)}/executions/${segment(jobId)}`);

  get main() {
    return this.page.getByRole("main");
  }
  get cancelButton() {
    return this.main.getByRole("button", { name: "Cancel…" });
  }
  get history() {
    return this.page.getByRole("region", { name: "What was done from here" });
  }
  status = (word: string) => this.main.getByText(word, { exact: true }).first();
  /** A fact of the strip at the top, such as the version. */
  fact = (term: string) =>
    this.main
      .locator("dl > div")
      .filter({ has: this.page.getByRole("term").filter({ hasText: new RegExp(`^${term}$`) }) })
      .getByRole("definition");
  detail = (key: string) =>
    this.page
      .getByRole("region", { name: "Status details" })
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name: key, exact: true }) });

  /** Opens the cancel dialog on a fresh read. */
  async openCancel(thingName: string, jobId: string): Promise<CancelDialog> {
    await this.open(thingName, jobId);
    await this.cancelButton.click();
    await this.dialog.hasRead();
    return this.dialog;
  }
}

/** One thing's page. */
export class ThingPage {
  readonly dialog: CancelDialog;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.dialog = new CancelDialog(page);
  }

  open = (thingName: string) => this.page.goto(`/${FLEET}/things/${segment(thingName)}`);
  row = (jobId: string) => this.page.getByRole("table").getByRole("row").filter({ hasText: jobId });
  cancelButton = (jobId: string) => this.row(jobId).getByRole("button", { name: "Cancel…" });
  tab = (name: "Open" | "Finished") => this.page.getByRole("radio", { name: new RegExp(`^${name}`) });
}

/** One job's page. */
export class JobPage {
  readonly dialog: CancelDialog;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.dialog = new CancelDialog(page);
  }

  open = (jobId: string, search = "") => this.page.goto(`/${FLEET}/jobs/${segment(jobId)}${search}`);
  row = (thingName: string) => this.page.getByRole("table").getByRole("row").filter({ hasText: thingName });
  cancelButton = (thingName: string) => this.row(thingName).getByRole("button", { name: "Cancel…" });
}

/** The toasts of the console. */
export const toasts = (page: Page) => page.getByRole("region", { name: "Notifications" });
