import type { ReadOptions } from "./iot-gateway";

/**
 * The options for the pages after the first within one read.
 *
 * An empty page may carry the same token that it was requested with. A shared answer would then be the same empty page
 * again, so these pages are always read from AWS.
 */
export const readFurther = (options: ReadOptions | undefined): ReadOptions => ({ ...options, maxAgeMs: 0 });
