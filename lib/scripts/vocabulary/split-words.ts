export type Word = { word: string; offset: number };

/** A run of capitals that no small letter follows (HTML in HTMLElement), or small letters with a capital before them. */
const WORD = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+/gu;

/** The words of prose or of a name, however it joins them: camelCase, PascalCase, snake_case, SCREAMING_CASE, kebab-case. */
export function splitWords(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({ word, offset: index }));
}
