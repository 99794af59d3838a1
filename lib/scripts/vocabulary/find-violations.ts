import type { Exceptions } from "./exception.ts";
import { findNames } from "./find-names.ts";
import { splitWords } from "./split-words.ts";
import { TERMS, type Term } from "./terms.ts";

const STANDARDS = new Map(TERMS.flatMap((term) => term.words.map((word) => [word, term] as const)));

/** `\n` and its like: what follows is a word of its own, not "nword". */
const ESCAPE = /\\[a-z]/g;
const CODE = /\.([tj]sx?|mjs|json)$/;
const NAME_BEFORE = /[\w$#-]*$/;
const NAME_AFTER = /^[\w$-]*/;

type Hit = { word: string; offset: number; term: Term };

/**
 * The words of a file that have a standard term, in names and in prose.
 *
 * @returns a line for each, in the file's order: `path:line:column word → standard term`
 */
export function findViolations(path: string, text: string, exceptions: Exceptions): string[] {
  const plain = CODE.test(path) ? text.replace(ESCAPE, "  ") : text;
  const hits = [
    ...findHits(plain).filter(({ term }) => !term.namesOnly),
    ...findNames(path, text).flatMap((name) =>
      findHits(name.text, name.offset).filter(({ term }) => term.namesOnly),
    ),
  ];
  return hits
    .filter(({ offset }) => !exceptions.allow(path, text, offset))
    .sort((one, other) => one.offset - other.offset)
    .map((hit) => `${path}:${placeOf(text, hit.offset)} ${toWords(hit, text)}`);
}

/** The same for the names of files and folders; a folder is named once, with its first file. */
export function findNamingViolations(paths: readonly string[], exceptions: Exceptions): string[] {
  const seen = new Set<string>();
  return paths.flatMap((path) =>
    findHits(path)
      .filter(({ offset }) => !exceptions.allow(path, path, offset))
      .filter(({ word, offset }) => isFirst(`${segmentUpTo(path, offset)} ${word}`, seen))
      .map((hit) => `${path}:1:1 ${toWords(hit, path)}`),
  );
}

function findHits(text: string, from = 0): Hit[] {
  return splitWords(text).flatMap(({ word, offset }) => {
    const term = STANDARDS.get(word.toLowerCase());
    return term === undefined ? [] : [{ word, offset: from + offset, term }];
  });
}

/** With the whole name, if the word is only a part of it: somebody has to find it. */
function toWords({ word, offset, term }: Hit, text: string): string {
  const before = NAME_BEFORE.exec(text.slice(Math.max(0, offset - 100), offset))?.[0] ?? "";
  const name = before + (NAME_AFTER.exec(text.slice(offset, offset + 100))?.[0] ?? "");
  return `${word}${name === word ? "" : ` (${name})`} → ${term.standard}`;
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

/** lib/one for a place in "one" of lib/one/two.ts. */
function segmentUpTo(path: string, offset: number): string {
  const end = path.indexOf("/", offset);
  return end === -1 ? path : path.slice(0, end);
}

function isFirst(key: string, seen: Set<string>): boolean {
  const first = !seen.has(key);
  seen.add(key);
  return first;
}
