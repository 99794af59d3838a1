/*
 * What a page's URL may hold, said once: for the page on the server, for its hook in the browser, and for the route
 * handler. Without zod, as this is in the first load of each page, where zod would be a tenth of all script.
 */

import { isPlainText } from "@/lib/core/domain/plain-text";

/** Reads one value of a URL: whatever stands there, and `undefined` where nothing does. It never throws. */
export type Param<Value> = (given: unknown) => Value;

export type SearchSpec = Readonly<Record<string, Param<unknown>>>;

export type SearchState<Spec extends SearchSpec> = { -readonly [Name in keyof Spec]: ReturnType<Spec[Name]> };

/**
 * What `params` say of a page. What is nonsense falls back to its default, so a link from yesterday never breaks a
 * page.
 */
export function parseSearch<Spec extends SearchSpec>(
  spec: Spec,
  params: Readonly<Record<string, unknown>>,
): SearchState<Spec> {
  const entries = Object.entries(spec).map(([name, param]) => [name, param(params[name])]);
  return Object.fromEntries(entries) as SearchState<Spec>;
}

/** One of `choices`, else `fallback`. */
export function oneOf<const Choice extends string, Fallback extends NoInfer<Choice> | null>(
  choices: readonly Choice[],
  fallback: Fallback,
): Param<Choice | Fallback> {
  return (given) => choices.find((choice) => choice === given) ?? fallback;
}

/** Text that fits `pattern` and that a column can hold, without spaces around it; else null. */
export function text(pattern: RegExp): Param<string | null> {
  return (given) => {
    const trimmed = typeof given === "string" ? given.trim() : "";
    return pattern.test(trimmed) && isPlainText(trimmed) ? trimmed : null;
  };
}

/** Some of `choices`, comma-separated and each once; none where any of them is nonsense. */
export function listOf<const Choice extends string>(choices: readonly Choice[]): Param<Choice[]> {
  return (given) => {
    const words = typeof given === "string" ? [...new Set(given.split(",").filter(Boolean))] : [];
    const known = words.flatMap((word) => choices.find((choice) => choice === word) ?? []);
    return known.length === words.length ? known : [];
  };
}
