import { expect, test } from "vitest";
import { findUnplainParam } from "./plain-params";

const paramsOf = (url: string) => Object.fromEntries(new URL(url, "http://console").searchParams);

test.each([
  "person",
  "fleet",
  "thing",
  "job",
  "operation",
  "action",
  "outcome",
  "name",
  "part",
  "search",
  "cursor",
])("a NUL in the parameter %s is refused by name: without the filter the list would show more", (name) => {
  expect(findUnplainParam(paramsOf(`/api/kiosks/audit?${name}=a%00b`))).toMatchObject({
    kind: "invalid-request",
    message: expect.stringMatching(`^${name}: `) as string,
  });
});

test("any other text is accepted", () => {
  expect(
    findUnplainParam(paramsOf("/api/kiosks/audit?person=Zo%C3%AB%20%F0%9F%A6%8A&job=%ED%A0%80")),
  ).toBeNull();
});
