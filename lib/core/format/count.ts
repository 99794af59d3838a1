import { LOCALE } from "./locale";

/** "1,492". */
export const countWords = (count: number): string => count.toLocaleString(LOCALE);

/** "1 job", "1,492 jobs". @param many the plural, where it is not `one` with an s */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${countWords(count)} ${count === 1 ? one : many}`;

/** "1 execution", "1,492 executions". */
export const executionsWords = (count: number): string => countOf(count, "execution");

/** "12.5": a rate per second. */
export const rateWords = (perSecond: number): string =>
  perSecond.toLocaleString(LOCALE, { maximumFractionDigits: 1 });
