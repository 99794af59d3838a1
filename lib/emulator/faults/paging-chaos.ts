import { createRandom } from "../simulation/random.ts";

/** The chance that a page is cut. Ten cut pages in a row, after which readers may give up, are rare. */
const CUT_CHANCE = 0.4;

/** Rows of a cut page. */
const CUT_ROWS = [0, 0, 1, 2, 5] as const;

/**
 * Cuts the pages of all lists at random: AWS promises neither full pages nor rows on every page.
 *
 * @returns a function that draws the most rows of the next page, or undefined for no limit. The same seed draws the same
 *   sequence
 */
export function createPagingChaos(seed: number): () => number | undefined {
  const random = createRandom(seed);
  return () => (random.chance(CUT_CHANCE) ? random.pick(CUT_ROWS) : undefined);
}
