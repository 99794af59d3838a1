import fc from "fast-check";
import { expect, test } from "vitest";
import { safeNextPath, signInPath } from "./next-path";

test.each([
  ["/eu-west-1/things", "/eu-west-1/things"],
  ["/eu/things/kiosk%3A1?tab=finished#x", "/eu/things/kiosk%3A1?tab=finished#x"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/..//evil.example", "/"],
  ["/x/../..//evil.example/y", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["evil.example", "/"],
  ["", "/"],
  ["/sign-in?next=/sign-in", "/"],
  ["/api/eu/things", "/"],
  [undefined, "/"],
  [["/a", "/b"], "/"],
])("%j leads to %s", (next, path) => expect(safeNextPath(next)).toBe(path));

test("whatever the request, the browser stays on this site", () => {
  const origin = "https://console.example";
  const risky = fc.array(
    fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "\t",
      "\n",
      "@",
      ":",
      "?",
      "#",
      "evil.example",
      "%2f",
      "%5c",
      "https:",
      " ",
    ),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        risky.map((parts) => `/${parts.join("")}`),
      ),
      (next) => {
        const there = new URL(safeNextPath(next), `${origin}/sign-in`);
        expect(there.origin).toBe(origin);
      },
    ),
  );
});

test("the sign-in page leads back", () => {
  expect(signInPath("/eu/things?a=b")).toBe("/sign-in?next=%2Feu%2Fthings%3Fa%3Db");
  expect(signInPath("//evil")).toBe("/sign-in");
});
