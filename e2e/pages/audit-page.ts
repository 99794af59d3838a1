import type { Locator, Page } from "@playwright/test";
import { FLEET } from "./console-pages";

/** The audit log. */
export class AuditPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  open = (filter: Record<string, string> = {}) =>
    this.#page.goto(`/${FLEET}/audit?${new URLSearchParams(filter).toString()}`);

  row = (thingName: string): Locator => this.#page.getByRole("row").filter({ hasText: thingName });
  filter = (label: string): Locator => this.#page.getByRole("search").getByLabel(label, { exact: true });

  /** Downloads the filtered entries. @returns the file's name and path */
  async download(format: "CSV" | "JSON Lines"): Promise<{ name: string; path: string }> {
    const waiting = this.#page.waitForEvent("download");
    await this.#page.getByRole("link", { name: format }).click();
    const download = await waiting;
    return { name: download.suggestedFilename(), path: await download.path() };
  }
}
