import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const facts = readFileSync("lib/server/iot/aws-facts.md", "utf8");
const sections = new Set([...facts.matchAll(/^#+ ([0-9.]*[0-9])/gm)].map(([, section]) => section));
const tags = new Set([...facts.matchAll(/\*\*\[(\w+)/g)].map(([, tag]) => tag));

/** Citations in comments: "facts 2.1 and 2.10" are two sections, "[M]" is a tag. */
const cited = globSync("{app,components,lib,e2e}/**/*.{ts,tsx}").flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /(\/\/|\*) /.test(line))
    .flatMap((line) => [
      ...[...line.matchAll(/\bfacts ((?:[0-9.]*[0-9](?:–|, | and )?)+)/gi)].flatMap(([, list]) =>
        list!.match(/[0-9.]*[0-9]/g)!.map((section) => ({ file, section, tag: null })),
      ),
      ...[...line.matchAll(/\[(M|MD|JD|SQ|IAM)\b/g)].map(([, tag]) => ({ file, section: null, tag: tag! })),
    ]),
);

test("every fact that a comment cites exists", () => {
  expect(cited.length).toBeGreaterThan(60);
  expect(cited.filter(({ section, tag }) => (section ? !sections.has(section) : !tags.has(tag!)))).toEqual(
    [],
  );
});
