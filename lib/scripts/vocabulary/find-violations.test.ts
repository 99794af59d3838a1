import { describe, expect, test } from "vitest";
import { createExceptions, type Exception } from "./exception.ts";
import { findNamingViolations, findViolations } from "./find-violations.ts";
import { TERMS } from "./terms.ts";

const none = createExceptions([]);
const violations = (path: string, text: string, list: readonly Exception[] = []) =>
  findViolations(path, text, createExceptions(list));
const wordsOf = (lines: readonly string[]) => lines.map((line) => / (\S+) /.exec(line)?.[1]);

const ANYWHERE = TERMS.filter(({ namesOnly }) => !namesOnly).flatMap(({ words }) => words);
const IN_NAMES = TERMS.filter(({ namesOnly }) => namesOnly).flatMap(({ words }) => words);

describe("a word that has a standard term", () => {
  test.each(ANYWHERE)("%s is found, with all its inflections and in any case", (word) => {
    const found = violations("a.ts", `const a_${word} = MAX_${word.toUpperCase()}; // It is ${word}.`);
    expect(wordsOf(found)).toEqual([word, word.toUpperCase(), word]);
  });

  test.each([
    ["a camelCase name", "a.ts", "const deedCount = 1;"],
    ["a PascalCase name", "a.ts", "type OfDeed = 1;"],
    ["a private member", "a.ts", "class A { #deed = 1; }"],
    ["a line comment", "a.ts", "// It is a deed."],
    ["a docstring", "a.ts", "/** It is a deed. */"],
    ["a string", "a.ts", 'f("it is a deed");'],
    ["a string, after a line break in it", "a.ts", 'f("it is a\\ndeed");'],
    ["a regular expression", "a.ts", "/\\bdeed\\b/;"],
    ["a template", "a.ts", "`it is a deed ${1}`;"],
    ["text of JSX", "a.tsx", "<p>It is a deed.</p>;"],
    ["an attribute of JSX", "a.tsx", '<p title="It is a deed" />;'],
    ["plain JavaScript", "a.js", "const deed = 1;"],
    ["a module of plain JavaScript", "a.mjs", "// deed"],
    ["a name in CSS", "a.css", ".is-deed {}"],
    ["a comment in CSS", "a.css", "/* deed */"],
    ["Markdown", "a.md", "It is a `deed`."],
    ["a key of JSON", "a.json", '{ "deed": 1 }'],
    ["a value of JSON", "a.json", '{ "a": "deed" }'],
  ])("is found in %s", (_, path, text) => {
    expect(violations(path, text)).toHaveLength(1);
  });
});

describe("a word that is English in sentences", () => {
  test.each(IN_NAMES)("%s is found in names only, with all its inflections and in any case", (word) => {
    const found = violations("a.ts", `const a_${word} = MAX_${word.toUpperCase()}; // They ${word} it.`);
    expect(wordsOf(found)).toEqual([word, word.toUpperCase()]);
  });

  test.each([
    ["a function", "a.ts", "function tellAlert() {}"],
    ["a type", "a.ts", "type CanTell = 1;"],
    ["a private member", "a.ts", "class A { #tell = 1; }"],
    ["a quoted key", "a.ts", 'f({ "tell-it": 1 });'],
    ["a property of JSX", "a.tsx", "<A tell />;"],
    ["a component", "a.tsx", "<A.Tell />;"],
    ["a rule of CSS", "a.css", ".tell-it {}"],
    ["a key of JSON", "a.json", '{ "tell": 1 }'],
  ])("is found in the name of %s", (_, path, text) => {
    expect(violations(path, text)).toHaveLength(1);
  });

  test.each([
    ["a comment", "a.ts", "// They tell it."],
    ["a string", "a.ts", 'f("They tell it.");'],
    ["text of JSX", "a.tsx", "<p>They tell it.</p>;"],
    ["a comment in CSS", "a.css", "/* They tell it. */"],
    ["Markdown", "a.md", "They tell it."],
    ["a value of JSON", "a.json", '{ "a": "They tell it." }'],
  ])("may stand in %s", (_, path, text) => {
    expect(violations(path, text)).toEqual([]);
  });
});

test.each([
  "tendency",
  "tender",
  "extend",
  "attend",
  "indeed",
  "weight",
  "fontWeight",
  "retell",
  "unsettled",
])("%s is another word", (word) => {
  expect(violations("a.ts", `const ${word} = 1; // ${word}`)).toEqual([]);
});

test("a violation has its place, the whole name and the standard term, in the file's order", () => {
  expect(violations("lib/a.ts", "const one = 1;\n  tellAlert(); // whoever\n")).toEqual([
    "lib/a.ts:2:3 tell (tellAlert) → by what it does: notify, publish, enqueue, record, log, invalidate",
    "lib/a.ts:2:19 whoever → anyone who",
  ]);
});

test("an exception allows its own name and no other", () => {
  const list = [{ text: "settled_at", reason: "planted" }];
  expect(violations("a.ts", "row.settled_at;", list)).toEqual([]);
  expect(wordsOf(violations("a.ts", "row.settled_by;", list))).toEqual(["settled"]);
});

describe("names of files", () => {
  test("are found, whatever the kind of file", () => {
    expect(findNamingViolations(["docs/tell-alert.png"], none)).toEqual([
      "docs/tell-alert.png:1:1 tell (tell-alert) → by what it does: notify, publish, enqueue, record, log, invalidate",
    ]);
  });

  test("name a folder once", () => {
    const paths = ["lib/ledger/a.ts", "lib/ledger/b.ts", "lib/ledger/ledger.ts", "lib/other/a.ts"];
    expect(findNamingViolations(paths, none)).toEqual([
      "lib/ledger/a.ts:1:1 ledger → audit log",
      "lib/ledger/ledger.ts:1:1 ledger → audit log",
    ]);
  });

  test("may be exceptions", () => {
    const exceptions = createExceptions([{ text: "deeds", within: ["lib/deeds.json"], reason: "planted" }]);
    expect(findNamingViolations(["lib/deeds.json"], exceptions)).toEqual([]);
  });
});
