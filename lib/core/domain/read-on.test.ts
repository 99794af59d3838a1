import { describe, expect, test } from "vitest";
import { MAX_SHORT_PAGES, readAll, readOn } from "./read-on";
import { fail, ok, type Result } from "./result";

type TestPage = { rows: string[]; cursor: string | null; readAt: Date };
type Read = (cursor: string | null) => Promise<Result<TestPage, string>>;

/** A list of these pages. A cursor is the number of the next page. */
function listOf(...pages: (string[] | "fails")[]): { read: Read; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  return {
    asked,
    read: (cursor) => {
      asked.push(cursor);
      const at = Number(cursor ?? 0);
      const rows = pages[at] ?? [];
      if (rows === "fails") return Promise.resolve(fail("throttled"));
      const next = at + 1 < pages.length ? String(at + 1) : null;
      return Promise.resolve(ok({ rows, cursor: next, readAt: new Date(at) }));
    },
  };
}

const endless: Read = (cursor) =>
  Promise.resolve(ok({ rows: [], cursor: String(Number(cursor ?? 0) + 1), readAt: new Date(0) }));

const SCREENFUL = Array.from({ length: 25 }, (_, at) => `row-${at}`);

describe("a page of a list", () => {
  test("that fills a screen is one read", async () => {
    const { read, asked } = listOf(SCREENFUL, ["b"]);
    expect(await readOn(null, read)).toEqual(ok({ rows: SCREENFUL, cursor: "1", readAt: new Date(0) }));
    expect(asked).toEqual([null]);
  });

  test("is filled from short and empty ones, and as old as the first of them", async () => {
    const { read, asked } = listOf([], ["a"], [], SCREENFUL, ["b"]);
    expect(await readOn(null, read)).toEqual(
      ok({ rows: ["a", ...SCREENFUL], cursor: "4", readAt: new Date(0) }),
    );
    expect(asked).toEqual([null, "1", "2", "3"]);
  });

  test("continues where the list was left", async () => {
    const { read, asked } = listOf(["a"], [], ["b"]);
    expect(await readOn("1", read)).toMatchObject({ value: { rows: ["b"], cursor: null } });
    expect(asked).toEqual(["1", "2"]);
  });

  test("is left short after a limited number of reads", async () => {
    expect(await readOn(null, listOf(["a"], ["b"], ["c"]).read, 2)).toMatchObject({
      value: { rows: ["a", "b"], cursor: "2" },
    });
  });

  test("is empty where the list ends without a row", async () => {
    expect(await readOn(null, listOf([], []).read)).toMatchObject({ value: { rows: [], cursor: null } });
  });

  test("keeps its cursor where too many pages are empty, so that nobody takes it for the end", async () => {
    expect(await readOn(null, endless)).toMatchObject({
      value: { rows: [], cursor: String(MAX_SHORT_PAGES) },
    });
    expect(await readOn(null, endless, 2)).toMatchObject({ value: { rows: [], cursor: "2" } });
  });

  test("has the rows that could be read, and continues after them", async () => {
    expect(await readOn(null, listOf(["a"], "fails", ["b"]).read)).toEqual(
      ok({ rows: ["a"], cursor: "1", readAt: new Date(0) }),
    );
  });

  test("fails where no row could be read", async () => {
    expect(await readOn(null, listOf("fails", ["a"]).read)).toEqual(fail("throttled"));
    expect(await readOn(null, listOf([], "fails", ["a"]).read)).toEqual(fail("throttled"));
  });
});

describe("all pages of a list", () => {
  test("are read to the end, empty ones among them", async () => {
    const { read } = listOf(["a"], [], ["b", "c"], []);
    expect(await readAll(read)).toEqual(ok({ rows: ["a", "b", "c"], isComplete: true }));
  });

  test("are not complete where there are too many", async () => {
    expect(await readAll(listOf(["a"], ["b"], ["c"]).read, 2)).toEqual(
      ok({ rows: ["a", "b"], isComplete: false }),
    );
    expect(await readAll(endless)).toEqual(ok({ rows: [], isComplete: false }));
  });

  test("fail as soon as a read fails", async () => {
    expect(await readAll(listOf(["a"], "fails").read)).toEqual(fail("throttled"));
  });
});
