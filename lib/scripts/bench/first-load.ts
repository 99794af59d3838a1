import type { Page, Response } from "@playwright/test";
import { gzipSync } from "node:zlib";

export type Script = { path: string; gzipBytes: number };

/** What stands between a person and a page that works, and what the page fetches by itself afterwards. */
export type FirstLoad = { first: readonly Script[]; later: readonly Script[] };

/**
 * Opens a page and measures its JavaScript.
 *
 * First are the scripts that the browser fetched until the network was quiet and that the document names: as a tag, or
 * in the data from which React hydrates. What comes later (the schemas of the first answer that the page asks for, the
 * code of pages that its links lead to) is named nowhere in the document; dialogs are fetched when someone reaches for
 * their button, so they are in neither. Inline scripts carry data, not code. Sizes are our own gzip over the decoded
 * bodies, whatever the server did.
 *
 * @param page of a browser context that has cached nothing
 * @throws when the page does not answer as one
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
