import { expect, test } from "vitest";
import { samePageHref } from "./fleet-href";

test.each([
  ["/eu/things", "/us/things"],
  ["/eu/things/kiosk%3A1", "/us/things"],
  ["/eu/things/kiosk%3A1/executions/fw-1", "/us/things"],
  ["/eu/jobs/fw-1", "/us/jobs"],
  ["/eu/operations/op_abcdefghijk2", "/us/operations"],
  ["/eu/audit", "/us/audit"],
  ["/eu", "/us/things"],
])("the same page as %s of another fleet is %s", (pathname, href) => {
  expect(samePageHref(pathname, "us")).toBe(href);
});
