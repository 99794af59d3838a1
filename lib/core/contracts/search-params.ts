/*
 * What a page's URL may contain, defined once for the page on the server, its hook in the browser, and the route
 * handler. Without zod, as this is in the first load of each page, where zod would be a tenth of all script.
 */

import { isPlainText } from "@/lib/core/domain/plain-text";

/** Parses one value of a URL; `undefined` where it is missing. It never throws. */
export type Param<Value> = (given: unknown) => Value;

export type SearchSpec = Readonly<Record<string, Param<unknown>>>;

export type SearchState<Spec extends SearchSpec> = { -readonly [Name in keyof Spec]: ReturnType<Spec[Name]> };

/**
 * The state of a page in `params`. An invalid value falls back to its default, so that an old link never breaks a page.
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

/** Text that matches `pattern` and that a column can hold, trimmed; else null. */
export function text(pattern: RegExp): Param<string | null> {
  return (given) => {
    const trimmed = typeof given === "string" ? given.trim() : "";
    return pattern.test(trimmed) && isPlainText(trimmed) ? trimmed : null;
  };
}

/** Some of `choices`, comma-separated, each once; none where any of them is invalid. */
export function listOf<const Choice extends string>(choices: readonly Choice[]): Param<Choice[]> {
  return (given) => {
    const words = typeof given === "string" ? [...new Set(given.split(",").filter(Boolean))] : [];
    const known = words.flatMap((word) => choices.find((choice) => choice === word) ?? []);
    return known.length === words.length ? known : [];
  };
}
