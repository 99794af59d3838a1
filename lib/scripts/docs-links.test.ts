import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findAnchors, findBrokenLinks, findLinks } from "./markdown-links.ts";
import { PROJECT } from "./project.ts";

/** Tracked files and those that `git add .` would track: a link to an ignored file works on one machine only. */
function listFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: PROJECT,
    encoding: "utf8",
  });
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(PROJECT, file)));
}

/** Paths are compared as text, so that a wrong case fails also where the file system ignores it. */
function withFolders(files: readonly string[]): Set<string> {
  const paths = new Set(["."]);
  for (const file of files)
    for (let path = file; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf("/"))))
      paths.add(path);
  return paths;
}

test("every link, image and file that the documentation names exists", () => {
  const files = listFiles();
  const markdown = files.filter((file) => file.endsWith(".md"));
  const documents = new Map(markdown.map((file) => [file, readFileSync(join(PROJECT, file), "utf8")]));
  expect(markdown).toContain("README.md");
  expect([...documents.values()].flatMap(findLinks).length).toBeGreaterThan(50);
  const paths = withFolders(files);
  expect(findBrokenLinks(documents, (path) => paths.has(path))).toEqual([]);
});

test("the README is short enough to be read: at most 8,192 bytes", () => {
  expect(statSync(join(PROJECT, "README.md")).size).toBeLessThanOrEqual(8_192);
});

describe("a broken link", () => {
  const OTHER = "# Other\n\n## Two words\n";
  const brokenIn = (text: string) =>
    findBrokenLinks(
      new Map([
        ["docs/page.md", text],
        ["docs/other.md", OTHER],
      ]),
      (path) => ["docs", "docs/page.md", "docs/other.md", "lib/a.ts", "docs/[a]/b c.png"].includes(path),
    );

  test.each([
    ["a file that is not there", "[x](missing.md)", "docs/missing.md"],
    ["an image that is not there", "![x](missing.png)", "docs/missing.png"],
    ["an image that is a link", "[![x](missing.png)](other.md)", "docs/missing.png"],
    ["a file above the project", "[x](../../a.md)", "../a.md"],
    ["a path from the root", "[x](/lib/b.ts)", "lib/b.ts"],
    ["a wrong case", "[x](Other.md)", "docs/Other.md"],
    ["a definition", "[x][y]\n\n[y]: missing.md", "docs/missing.md"],
    ["a definition below another", "[x][y]\n\n[z]: other.md\n[y]: missing.md", "docs/missing.md"],
    ["a target with a title", '[x](missing.md "title")', "docs/missing.md"],
    ["HTML", '<img alt="x" src="missing.png">', "docs/missing.png"],
    ["a file in a code span", "`lib/b.ts` does it", "lib/b.ts"],
    ["an anchor of the same file", "# Page\n\n[x](#paged)", "#paged"],
    ["an anchor of another file", "[x](other.md#three-words)", "other.md#three-words"],
    ["an anchor in code", "```\n# Page\n```\n\n[x](#page)", "#page"],
    ["an anchor of a file without headings", "[x](../lib/a.ts#page)", "../lib/a.ts#page"],
  ])("is found: %s", (_, text, named) => {
    const broken = brokenIn(text);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain("docs/page.md: ");
    expect(broken[0]).toContain(named);
  });

  test.each([
    ["links to another site", "[x](https://example.com/missing.md#a) [y](mailto:a@b.c)"],
    ["links to files and folders", "[x](other.md) [y](../lib/a.ts) [z](/lib/a.ts) [folder](./)"],
    ["a path with brackets and spaces", "![x]([a]/b%20c.png)"],
    ["links to headings", "# This page\n\n[x](#this-page) [y](other.md#two-words)"],
    ["code", "`[x](missing.md)`\n\n```md\n[x](missing.md)\n```\n"],
    ["a bracket and a colon within a paragraph", "It says so in\n[MD]: missing.md is no target"],
    ["a pattern or a placeholder", "`lib/**/*.ts`, `lib/<name>.ts`, `lib/a.ts`"],
  ])("is not found in %s", (_, text) => {
    expect(brokenIn(text)).toEqual([]);
  });

  test("is reported for each place", () => {
    expect(brokenIn("[x](a.md) [y](b.md)\n\n[z](a.md)")).toHaveLength(3);
  });
});

test.each([
  ["Two words", "two-words"],
  ["What, exactly?", "what-exactly"],
  ["`npm test` and `DATA_DIR`", "npm-test-and-data_dir"],
  ["A [link](other.md) in it", "a-link-in-it"],
  ["_Emphasis_ and **weight**", "emphasis-and-weight"],
  ["AWS – IoT", "aws--iot"],
  ["Über 1,000", "über-1000"],
])("the heading “%s” has GitHub's anchor %s", (heading, anchor) => {
  expect([...findAnchors(`## ${heading}\n`)]).toEqual([anchor]);
});

test("headings of the same words have numbered anchors", () => {
  expect([...findAnchors("# A\n## B\n## A\n## A\n")]).toEqual(["a", "b", "a-1", "a-2"]);
});
