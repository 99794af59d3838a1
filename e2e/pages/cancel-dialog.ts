import type { Locator, Page } from "@playwright/test";

/** The dialog that cancels an execution, in all of its views. */
export class CancelDialog {
  readonly root: Locator;

  constructor(page: Page) {
    this.root = page.getByRole("dialog");
  }

  heading = (name: string) => this.root.getByRole("heading", { name });
  button = (name: string | RegExp) => this.root.getByRole("button", { name });
  get cancel() {
    return this.button("Cancel execution");
  }
  get forceCancel() {
    return this.button("Force cancel");
  }
  get keepIt() {
    return this.button("Keep it");
  }
  get force() {
    return this.root.getByRole("checkbox", { name: /^Force cancel/ });
  }
  onlyAtVersion = (version: number) =>
    this.root.getByRole("checkbox", { name: `Only if it is still at version ${version}` });
  get keepDeviceDetails() {
    return this.root.getByRole("checkbox", { name: "Keep the device's details too" });
  }
  key = (pair: number) => this.root.getByRole("textbox", { name: `Key of pair ${pair}` });
  value = (pair: number) => this.root.getByRole("textbox", { name: `Value of pair ${pair}` });
  get reason() {
    return this.root.getByRole("textbox", { name: /^Reason/ });
  }
  get alert() {
    return this.root.getByRole("alert");
  }
  /** A row of the table "You saw / Now". */
  comparison = (name: string) =>
    this.root
      .getByRole("row")
      .filter({ has: this.root.page().getByRole("rowheader", { name, exact: true }) });

  /** The facts for the decision: status, version, start, time of the read. */
  fact = (term: string) => {
    const page = this.root.page();
    return this.root
      .locator("dl > div")
      .filter({ has: page.getByRole("term").filter({ hasText: term }) })
      .getByRole("definition");
  };

  /** Waits until the execution was read, whatever its status. */
  hasRead = () => this.root.getByText("Read", { exact: true }).waitFor();

  /** Adds pairs below the existing ones. */
  async addPairs(...pairs: (readonly [key: string, value: string])[]) {
    let count = await this.root.getByRole("textbox", { name: /^Key of pair/ }).count();
    for (const [key, value] of pairs) {
      await this.button("Add pair").click();
      count += 1;
      await this.key(count).fill(key);
      await this.value(count).fill(value);
      await this.value(count).blur();
    }
  }
}
