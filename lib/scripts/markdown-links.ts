import { dirname, normalize } from "node:path/posix";

/** The Markdown without fenced code and comments, in which nothing is a link. */
const toText = (markdown: string) =>
  markdown.replace(/^ *(`{3,}|~{3,}).*\n(?:.*\n)*? *\1.*$/gm, "").replace(/<!--[\s\S]*?-->/g, "");

const CODE_SPAN = /`+[^`\n]+`+/g;
/** `](target "title")`, also around an image that is itself a link. One pair of parentheses in a target is allowed. */
const INLINE = /\]\(\s*<?((?:[^()\s<>]|\([^()\s]*\))+)>?(?:\s+"[^"]*")?\s*\)/g;
/** `[name]: target`, at the start of a paragraph or after another one. Elsewhere the same characters are text. */
const DEFINITION = /(?<=^|\n[ \t]*\n|\]:[^\n]*\n) {0,3}\[[^\]\n]+\]:[ \t]*<?([^\s>]+)>?/g;
const HTML = /<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g;
/** A file named in prose: `lib/core/domain/execution.ts`. One with a placeholder or a pattern is not a name. */
const NAMED_FILE = /^(?:app|components|docs|e2e|lib|public)\/[\w.[\]/-]+$/;

/** The targets of all links and images of a Markdown text, in their order of kind. */
export function findLinks(markdown: string): string[] {
  const text = toText(markdown).replace(CODE_SPAN, "");
  return [INLINE, DEFINITION, HTML].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, target]) => target!),
  );
}

/** The files and folders of the project that a Markdown text names in code spans. */
export function findNamedFiles(markdown: string): string[] {
  return [...toText(markdown).matchAll(CODE_SPAN)]
    .map(([span]) => span.replace(/^`+|`+$/g, ""))
    .filter((span) => NAMED_FILE.test(span));
}

/** The anchors that GitHub gives the headings of a Markdown text. */
export function findAnchors(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of toText(markdown).matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = toSlug(heading!);
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** GitHub's rule: the rendered text in lower case, without punctuation, each space a hyphen. */
function toSlug(heading: string): string {
  return heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(?<!\w)_([^_]+)_(?!\w)/g, "$1") // emphasis, not snake_case
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replace(/ /g, "-");
}

const isElsewhere = (target: string) => /^[a-z][a-z\d+.-]*:|^\/\//i.test(target);

/**
 * Finds the broken links of a set of Markdown files: a relative target that does not exist, or an anchor without a
 * heading. Files that prose names in code spans have to exist too. Links to other sites are not checked.
 *
 * @param documents the Markdown texts by path, as in `docs/aws.md`
 * @param exists    whether a path from the root is a file or a folder
 * @returns a line for each, starting with the file that has it
 */
export function findBrokenLinks(
  documents: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): string[] {
  return [...documents].flatMap(([file, markdown]) => [
    ...findLinks(markdown)
      .filter((target) => !isElsewhere(target))
      .flatMap((target) => whyBroken(file, target, documents, exists) ?? []),
    ...findNamedFiles(markdown)
      .filter((path) => !exists(path.replace(/\/$/, "")))
      .map((path) => `${file}: \`${path}\` does not exist`),
  ]);
}

function whyBroken(
  file: string,
  target: string,
  documents: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): string | null {
  const [path = "", anchor] = target.split("#").map(decodeURIComponent);
  const linked = path === "" ? file : toPath(file, path);
  if (!exists(linked)) return `${file}: ${target} leads to ${linked}, which does not exist`;
  if (anchor === undefined) return null;
  const document = documents.get(linked);
  return document !== undefined && findAnchors(document).has(anchor)
    ? null
    : `${file}: ${target} leads to a heading that ${linked} does not have`;
}

/** From the root of the project; a leading slash means that root, as on GitHub. */
function toPath(file: string, path: string): string {
  const joined = path.startsWith("/") ? path.slice(1) : `${dirname(file)}/${path}`;
  return normalize(joined).replace(/\/$/, "");
}
