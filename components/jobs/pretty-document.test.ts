import { expect, test } from "vitest";
import { prettyDocument } from "./pretty-document";

test("gives each member of a JSON document a line", () => {
  expect(prettyDocument('{"operation":"update","steps":[1,2]}')).toEqual({
    text: '{\n  "operation": "update",\n  "steps": [\n    1,\n    2\n  ]\n}',
    isJson: true,
  });
});

test("leaves what is no JSON as it is", () => {
  expect(prettyDocument("version: 2\n<script>alert(1)</script>")).toEqual({
    text: "version: 2\n<script>alert(1)</script>",
    isJson: false,
  });
});

test.each(['{"serial":12345678901234567890}', '{"a":1,"a":2}', '{"ratio":1.0}'])(
  "never shows other content than the device gets: %s",
  (text) => {
    expect(prettyDocument(text)).toEqual({ text, isJson: true });
  },
);
