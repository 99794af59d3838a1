import { expect, test } from "vitest";
import { shownGroupSort } from "./triage-filter";

test("groups are sorted by a column that is shown, never by one of zeros", () => {
  expect(shownGroupSort("stuck", "stuck")).toBe("stuck");
  expect(shownGroupSort("waiting", "stuck")).toBe("waiting");
  expect(shownGroupSort("stuck", "waiting")).toBe("stuck");
  expect(shownGroupSort("both", "waiting")).toBe("waiting");
  expect(shownGroupSort("waiting", "since")).toBe("since");
});
