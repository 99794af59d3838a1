import {
  CancelJobExecutionCommand,
  CreateThingCommand,
  DeleteThingCommand,
  DescribeJobCommand,
  DescribeJobExecutionCommand,
  IoTClient,
  ListJobExecutionsForThingCommand,
  ListThingGroupsForThingCommand,
  SearchIndexCommand,
} from "@aws-sdk/client-iot";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startEmulatorUnderTest, type EmulatorUnderTest } from "../testing/emulator-under-test.ts";
import { DEFAULT_VARIANTS, type Variants } from "./variants.ts";

let aws: EmulatorUnderTest;
let iot: IoTClient;
beforeAll(async () => {
  aws = await startEmulatorUnderTest();
  iot = new IoTClient(aws.connection);
});
beforeEach(() => choose(DEFAULT_VARIANTS));
afterAll(() => aws.stop());

async function choose(variants: Partial<Variants>): Promise<void> {
  const { status, body } = await aws.control("POST", "settings", { variants });
  expect(status).toBe(200);
  expect(body).toMatchObject({ variants });
}

async function seedExecution() {
  const [thingName, jobId] = [aws.name("thing"), aws.name("job")];
  await aws.seed({
    things: [{ name: thingName }],
    jobs: [{ jobId, targets: { things: [thingName] }, executions: "queued" }],
  });
  const ref = { thingName, jobId };
  return {
    ...ref,
    read: async () => (await iot.send(new DescribeJobExecutionCommand(ref))).execution!,
    cancel: (expectedVersion?: number) =>
      iot.send(new CancelJobExecutionCommand({ ...ref, expectedVersion })),
  };
}

test("the groups of a thing are listed with or without their parents", async () => {
  const [parent, child, thingName] = [aws.name("group"), aws.name("group"), aws.name("thing")];
  await aws.seed({
    groups: [{ name: parent }, { name: child, parent }],
    things: [{ name: thingName, groups: [child] }],
  });
  const groups = async () =>
    (await iot.send(new ListThingGroupsForThingCommand({ thingName }))).thingGroups!.map(
      ({ groupName }) => groupName,
    );
  expect(await groups()).toEqual([parent, child]);
  await choose({ groupsOfThing: "direct" });
  expect(await groups()).toEqual([child]);
});

test("the index holds the direct groups of a thing, with or without their parents", async () => {
  const [parent, child, thingName] = [aws.name("group"), aws.name("group"), aws.name("thing")];
  await aws.seed({
    groups: [{ name: parent }, { name: child, parent }],
    things: [{ name: thingName, groups: [child] }],
    indexing: { mode: "REGISTRY", connectivity: "OFF" },
  });
  const search = async (group: string) =>
    (await iot.send(new SearchIndexCommand({ queryString: `thingGroupNames:${group}` }))).things!.map(
      ({ thingGroupNames }) => thingGroupNames,
    );
  expect([await search(parent), await search(child)]).toEqual([[], [[child]]]);
  await choose({ groupsInIndex: "with-parents" });
  expect([await search(parent), await search(child)]).toEqual([[[child, parent]], [[child, parent]]]);
});

test("the executions of a deleted thing are removed or kept for a thing of the same name", async () => {
  const removed = await seedExecution();
  await iot.send(new DeleteThingCommand({ thingName: removed.thingName }));
  expect((await removed.read()).status).toBe("REMOVED");

  await choose({ executionsOfDeletedThing: "kept" });
  const kept = await seedExecution();
  const { thingName, jobId } = kept;
  await iot.send(new DeleteThingCommand({ thingName }));
  expect(await kept.read()).toMatchObject({ status: "QUEUED", versionNumber: 1 });
  const { job } = await iot.send(new DescribeJobCommand({ jobId }));
  expect(job).toMatchObject({ status: "IN_PROGRESS", jobProcessDetails: { numberOfQueuedThings: 1 } });
  await iot.send(new CreateThingCommand({ thingName }));
  const { executionSummaries } = await iot.send(new ListJobExecutionsForThingCommand({ thingName }));
  expect(executionSummaries).toMatchObject([{ jobId, jobExecutionSummary: { status: "QUEUED" } }]);
});

test("the index reports a thing that never connected as disconnected, or without connectivity", async () => {
  const thingName = aws.name("thing");
  await aws.seed({ things: [{ name: thingName }], indexing: { mode: "REGISTRY", connectivity: "STATUS" } });
  const search = async () =>
    (await iot.send(new SearchIndexCommand({ queryString: `thingName:${thingName}` }))).things![0];
  expect((await search())?.connectivity).toEqual({ connected: false });
  await choose({ neverConnected: "absent" });
  expect(await search()).not.toHaveProperty("connectivity");
});

test("canceling an execution raises its version or leaves it unchanged", async () => {
  const raised = await seedExecution();
  await raised.cancel();
  expect(await raised.read()).toMatchObject({ status: "CANCELED", versionNumber: 2 });
  await choose({ versionOnCancel: "unchanged" });
  const unchanged = await seedExecution();
  await unchanged.cancel(1);
  expect(await unchanged.read()).toMatchObject({ status: "CANCELED", versionNumber: 1 });
});

test("when version and state are both wrong, either can be reported first", async () => {
  const { cancel } = await seedExecution();
  await cancel();
  await expect(cancel(9)).rejects.toMatchObject({ name: "VersionConflictException" });
  await choose({ cancelChecksFirst: "state" });
  await expect(cancel(9)).rejects.toMatchObject({ name: "InvalidStateTransitionException" });
  const open = await seedExecution();
  await expect(open.cancel(9)).rejects.toMatchObject({ name: "VersionConflictException" });
});

test("an unknown variant is refused, and a reset restores the defaults", async () => {
  const variants = { groupsOfThing: "grandparents" };
  expect((await aws.control("POST", "settings", { variants })).status).toBe(400);
  await choose({ cancelChecksFirst: "state" });
  await aws.control("POST", "reset", {});
  const { body } = await aws.control("POST", "settings", {});
  expect(body).toMatchObject({ variants: DEFAULT_VARIANTS });
});
