import { splitWords } from "./split-words.ts";
import { TERMS } from "./terms.ts";

/** What may stand although it contains a word that is not used here. */
export type Exception = {
  /** The exact name or phrase, as it is written. */
  text: string;
  /** Files, or folders with a slash at the end. Anywhere without it, which is not for a text that is one such word. */
  within?: readonly string[];
  reason: string;
};

/** More of them, and the list of words would be a matter of taste. */
export const MAX_EXCEPTIONS = 15;

/** Part of a name on either side: what begins or ends inside a longer name is another name. */
const IN_NAME = /[\w$]/;

export type Exceptions = {
  /** Whether the word at `offset` of `text` is part of an exception that holds in the file. */
  allow(path: string, text: string, offset: number): boolean;
  /** What is wrong with the list itself, once all files have been asked about. */
  problems(): string[];
};

export function createExceptions(list: readonly Exception[]): Exceptions {
  const used = new Set<Exception>();
  return {
    allow(path, text, offset) {
      const found = list.find(
        (exception) => holdsIn(exception, path) && covers(exception.text, text, offset),
      );
      if (found) used.add(found);
      return found !== undefined;
    },
    problems() {
      const unused = list.filter((exception) => !used.has(exception));
      return [
        ...unused.map(({ text }) => `The exception "${text}" is not needed any more: remove it.`),
        ...list.filter(isTooWide).map(({ text }) => `The exception "${text}" must name its files.`),
        ...(list.length > MAX_EXCEPTIONS
          ? [`There are ${list.length} exceptions; at most ${MAX_EXCEPTIONS} are allowed.`]
          : []),
      ];
    },
  };
}

function holdsIn({ within }: Exception, path: string): boolean {
  if (within === undefined) return true;
  return within.some((place) => (place.endsWith("/") ? path.startsWith(place) : path === place));
}

/** Whether `allowed` stands in `text`, as a whole, so that it contains what is at `offset`. */
function covers(allowed: string, text: string, offset: number): boolean {
  for (let start = Math.max(0, offset - allowed.length + 1); start <= offset; start += 1) {
    if (!text.startsWith(allowed, start)) continue;
    const [before, after] = [text[start - 1] ?? "", text[start + allowed.length] ?? ""];
    if (!IN_NAME.test(before) && !IN_NAME.test(after)) return true;
  }
  return false;
}

/** A single word of the list would be allowed in every sentence. */
function isTooWide({ text, within }: Exception): boolean {
  const [first, ...more] = splitWords(text);
  if (within !== undefined || first === undefined || more.length > 0) return false;
  return TERMS.some(({ words }) => words.includes(first.word.toLowerCase()));
}
