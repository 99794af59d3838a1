import { expect, test } from "vitest";
import { placeOf } from "./recent-places";

test.each([
  ["/demo/things/kiosk%3Aams-1", { kind: "thing", name: "kiosk:ams-1" }],
  ["/demo/things/kiosk-1/executions/fw", { kind: "thing", name: "kiosk-1" }],
  ["/demo/jobs/fw", { kind: "job", name: "fw" }],
  ["/demo/operations/op_abcdefghijk2", { kind: "operation", name: "op_abcdefghijk2" }],
  ["/demo/things", null],
  ["/demo/users/u1", null],
  ["/demo/things/%E0%A4%A", null],
])("%s is about %o", (pathname, place) => {
  expect(placeOf(pathname)).toEqual(place);
});
