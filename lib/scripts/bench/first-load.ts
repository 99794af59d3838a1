import type { Page, Response } from "@playwright/test";
import { gzipSync } from "node:zlib";

export type Script = { path: string; gzipBytes: number };

/** The scripts that a page needs before it works, and those that it fetches by itself afterwards. */
export type FirstLoad = { first: readonly Script[]; later: readonly Script[] };

/**
 * Opens a page and measures its JavaScript.
 *
 * `first` are the fetched scripts that the document names, in a tag or in the data from which React hydrates. `later` are
 * those that it does not name and that were fetched until the network was quiet: the schemas of the first answer, the
 * code of linked pages. Dialogs are fetched when a person points at their button, so they are in neither. Inline scripts
 * are data, not code. Sizes are our own gzip of the decoded bodies, whatever the server sent.
 *
 * @param page of a browser context that has cached nothing
 * @throws when the page answers with an error
 */
export async function countFirstLoad(page: Page, url: string): Promise<FirstLoad> {
  const responses: Response[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") responses.push(response);
  });
  const answer = await page.goto(url, { waitUntil: "networkidle" });
  if (!answer?.ok()) throw new Error(`${url} answered ${answer?.status()}.`);
  const document = await answer.text();

  const bodies = new Map<string, Buffer>(); // by path: a script that two tags name is fetched once
  for (const response of responses) bodies.set(new URL(response.url()).pathname, await response.body());
  const scripts = [...bodies].map(([path, body]) => ({
    // The data for hydration names chunks relative to `_next/`.
    path: path.replace("/_next/", ""),
    gzipBytes: gzipSync(body).length,
  }));
  const first = scripts.filter(({ path }) => document.includes(path));
  return { first, later: scripts.filter((script) => !first.includes(script)) };
}
