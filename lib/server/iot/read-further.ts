import type { ReadOptions } from "./iot-gateway";

/**
 * How the pages behind the first are read within one read.
 *
 * An empty page may come with the very token that it was asked with, so the shared answer to that would be the same
 * empty page again: AWS is asked.
 */
export const readFurther = (options: ReadOptions | undefined): ReadOptions => ({ ...options, maxAgeMs: 0 });
