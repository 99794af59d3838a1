import { describe, expect, it } from "vitest";
import { askedForBrowser, installedBrowsers } from "./browser-candidates.ts";

const among = (...there: string[]) => ({ exists: (path: string) => there.includes(path) });

describe("the browsers on this machine", () => {
  it("are listed in the order of the names, those on the PATH before those in the usual places", () => {
    const there = among("/a/google-chrome", "/b/chromium", "/usr/bin/chromium");
    expect(installedBrowsers({ env: { PATH: "/a:/b" }, ...there })).toEqual([
      "/b/chromium",
      "/a/google-chrome",
      "/usr/bin/chromium",
    ]);
  });

  it("are listed once, even if a usual place is on the PATH", () => {
    expect(installedBrowsers({ env: { PATH: "/usr/bin" }, ...among("/usr/bin/chromium") })).toEqual([
      "/usr/bin/chromium",
    ]);
  });

  it("are an empty list on a machine without any", () => {
    expect(installedBrowsers({ env: {}, ...among() })).toEqual([]);
  });
});

describe("the browser that the environment names", () => {
  it("is that of CHROMIUM_PATH, else of PLAYWRIGHT_CHROMIUM", () => {
    expect(askedForBrowser({ env: { CHROMIUM_PATH: "/x", PLAYWRIGHT_CHROMIUM: "/y" } })).toBe("/x");
    expect(askedForBrowser({ env: { CHROMIUM_PATH: "", PLAYWRIGHT_CHROMIUM: "/y" } })).toBe("/y");
  });

  it("is null when neither is set", () => {
    expect(askedForBrowser({ env: {} })).toBeNull();
  });
});
