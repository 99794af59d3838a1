import { describe, expect, it } from "vitest";
import { askedForBrowser, installedBrowsers } from "./browser-candidates.ts";

const among = (...there: string[]) => ({ exists: (path: string) => there.includes(path) });

describe("browsers on this machine", () => {
  it("come in the order of the names, those on the PATH before the usual places", () => {
    const there = among("/a/google-chrome", "/b/chromium", "/usr/bin/chromium");
    expect(installedBrowsers({ env: { PATH: "/a:/b" }, ...there })).toEqual([
      "/b/chromium",
      "/a/google-chrome",
      "/usr/bin/chromium",
    ]);
  });

  it("are named once, though a usual place is on the PATH too", () => {
    expect(installedBrowsers({ env: { PATH: "/usr/bin" }, ...among("/usr/bin/chromium") })).toEqual([
      "/usr/bin/chromium",
    ]);
  });

  it("are none on a bare machine", () => {
    expect(installedBrowsers({ env: {}, ...among() })).toEqual([]);
  });
});

describe("the browser asked for", () => {
  it("is CHROMIUM_PATH's, then PLAYWRIGHT_CHROMIUM's", () => {
    expect(askedForBrowser({ env: { CHROMIUM_PATH: "/x", PLAYWRIGHT_CHROMIUM: "/y" } })).toBe("/x");
    expect(askedForBrowser({ env: { CHROMIUM_PATH: "", PLAYWRIGHT_CHROMIUM: "/y" } })).toBe("/y");
  });

  it("is none where nobody asked", () => {
    expect(askedForBrowser({ env: {} })).toBeNull();
  });
});
