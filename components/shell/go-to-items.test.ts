import { describe, expect, test } from "vitest";
import { goToGroups, goToHint, goToPart, goToProblem, type KnownNames } from "./go-to-items";

const FLEET = "eu-west-1";
const NOTHING_KNOWN: KnownNames = { console: null, aws: null, recent: [] };
const actorOf = (role: "viewer" | "operator" | "admin") => ({ id: "u", name: "Ada", role });

function found(
  typed: string,
  known: Partial<KnownNames> = {},
  role: "viewer" | "operator" | "admin" = "operator",
) {
  return goToGroups(FLEET, actorOf(role), typed, { ...NOTHING_KNOWN, ...known }).map(
    ({ label, items }) =>
      `${label}: ${items
        .map((item) =>
          item.kind === "cancel-queued" ? `cancel on ${item.on} ${item.name}` : `${item.kind} ${item.href}`,
        )
        .join(", ")}`,
  );
}

test("nothing typed offers the pages that the role may see", () => {
  const pages =
    "page /eu-west-1/things, page /eu-west-1/jobs, page /eu-west-1/stuck, page /eu-west-1/operations, page /eu-west-1/audit";
  expect(found("")).toEqual([`Pages: ${pages}`]);
  expect(found("", {}, "admin")).toEqual([`Pages: ${pages}, page /eu-west-1/users`]);
});

test("someone who wants to cancel is asked for a name", () => {
  const hint = (typed: string, recent: KnownNames["recent"] = []) =>
    goToHint(typed, goToGroups(FLEET, actorOf("operator"), typed, { ...NOTHING_KNOWN, recent }));
  expect(hint("cancel")).toContain("Type a part of its name");
  expect(hint("cancel all queued on ")).toContain("Type a part of its name");
  expect(hint("cancel", [{ kind: "thing", name: "kiosk" }])).toBeNull();
  expect(hint("cancel kio")).toBeNull();
  expect(hint("")).toBeNull();
});

test("an empty input offers recent places first", () => {
  const recent = [
    { kind: "thing", name: "kiosk:ams-014" },
    { kind: "operation", name: "op_abcdefghijk2" },
  ] as const;
  expect(found("", { recent })[0]).toBe(
    "Recent: thing /eu-west-1/things/kiosk%3Aams-014, operation /eu-west-1/operations/op_abcdefghijk2",
  );
  expect(found("op", { recent })[0]).toBe("Pages: page /eu-west-1/operations");
});

test("an operation's id leads to it", () => {
  expect(found("op_abcdefghijk2")).toEqual([
    "By exact name: operation /eu-west-1/operations/op_abcdefghijk2",
  ]);
});

test("a name that the console has not seen may be a thing or a job", () => {
  expect(found(" fw-rollout ")).toEqual([
    "By exact name: thing /eu-west-1/things/fw-rollout, job /eu-west-1/jobs/fw-rollout",
  ]);
});

test("a name with a colon is a thing's, and is escaped", () => {
  expect(found("kiosk:ams-014")).toEqual(["By exact name: thing /eu-west-1/things/kiosk%3Aams-014"]);
});

test("a name of more than 64 characters cannot be a job's", () => {
  const [only] = goToGroups("demo", actorOf("viewer"), "a".repeat(65), NOTHING_KNOWN);
  expect(only!.items.map(({ kind }) => kind)).toEqual(["thing"]);
});

describe("names that contain the part", () => {
  const known = { things: ["kiosk-ams-1", "kiosk-ams-2", "ams"], jobs: ["fw-ams"] };
  const aws = { things: ["kiosk-ams-2", "old-ams-3"], jobs: [] };

  test("the console's names and those of AWS's index are one list, in which only the latter are marked", () => {
    const things = goToGroups(FLEET, actorOf("viewer"), "AMS-", { console: known, aws, recent: [] }).find(
      ({ label }) => label === "Things",
    );
    expect(things!.items).toEqual([
      { kind: "thing", name: "old-ams-3", href: "/eu-west-1/things/old-ams-3", from: "aws" },
      { kind: "thing", name: "kiosk-ams-1", href: "/eu-west-1/things/kiosk-ams-1" },
      { kind: "thing", name: "kiosk-ams-2", href: "/eu-west-1/things/kiosk-ams-2" },
    ]);
  });

  test("more letters narrow down what was found for fewer", () => {
    expect(found("ams-2", { console: known })).toEqual([
      "Things: thing /eu-west-1/things/kiosk-ams-2",
      "By exact name: thing /eu-west-1/things/ams-2, job /eu-west-1/jobs/ams-2",
      "Actions: cancel on thing kiosk-ams-2",
    ]);
  });

  test("a known name needs no exact jump", () => {
    expect(found("ams", { console: known }).some((group) => group.startsWith("By exact name"))).toBe(false);
  });

  test("actions on the likeliest names come last, and first where the input says cancel", () => {
    const actions = "Actions: cancel on thing ams, cancel on thing kiosk-ams-1, cancel on job fw-ams";
    expect(found("ams", { console: known }).at(-1)).toBe(actions);
    expect(found("cancel all queued on ams", { console: known })[0]).toBe(
      "Actions: cancel on thing ams, cancel on thing kiosk-ams-1, cancel on thing kiosk-ams-2, cancel on job fw-ams",
    );
  });

  test("someone who may not cancel reads why", () => {
    const groups = goToGroups(FLEET, actorOf("viewer"), "fw", { console: known, aws: null, recent: [] });
    expect(groups.at(-1)!.items[0]).toMatchObject({
      selector: { kind: "job", jobId: "fw-ams", statuses: ["QUEUED"], name: null },
      refusal: "Your role may not cancel executions. Ask an operator.",
    });
  });

  test("someone who may cancel on some things only reads so at the others", () => {
    const limited = { ...actorOf("operator"), thingPattern: "kiosk-*" };
    const groups = goToGroups(FLEET, limited, "cancel ams", { console: known, aws: null, recent: [] });
    const refused = groups[0]!.items.map((item) => item.kind === "cancel-queued" && item.refusal !== null);
    expect(refused).toEqual([true, false, false, false]);
  });
});

test.each([
  ["cancel ams", "ams", true],
  ["Cancel all queued on ams", "ams", true],
  ["cancel queued of fw", "fw", true],
  ["cancel", "", true],
  ["cancel-old-fw", "cancel-old-fw", false],
  ["online", "online", false],
])("“%s” is about “%s”", (typed, part, wantsAction) => {
  expect(goToPart(typed)).toEqual({ part, wantsAction });
});

test.each(["..", "a b", "schlüssel", "a/b"])("%s leads nowhere, and says why", (typed) => {
  expect(found(typed)).toEqual([]);
  expect(goToProblem(typed)).toContain("letters, digits");
});

test("a name that is too long says so", () => {
  expect(goToProblem("a".repeat(129))).toContain("128");
  expect(goToProblem("a".repeat(128))).toBeNull();
  expect(goToProblem("  ")).toBeNull();
});
