import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { apiPath } from "./api-path";
import {
  executionQuery,
  executionsKey,
  freshExecutionQuery,
  jobExecutionsQuery,
  openCountQuery,
  retryAttemptQuery,
  thingExecutionsQuery,
} from "./executions";
import { fetchJson, ReadFailed } from "./fetch-json";
import { freshJobQuery, jobCountersQuery, jobQuery, jobsQuery, queueJobsQuery } from "./jobs";
import { namesQuery, thingsQuery } from "./things";

test.each([
  [["things"], "/api/demo/things"],
  [["things", "site:7/a?b#c%"], "/api/demo/things/site%3A7%2Fa%3Fb%23c%25"],
  [["jobs", "ü 1"], "/api/demo/jobs/%C3%BC%201"],
])("the path of %j", (segments, path) => {
  expect(apiPath("demo", ...segments)).toBe(path);
});

describe("query keys", () => {
  const REF = { thingName: "kiosk", jobId: "fw" };

  test("everything that a cancellation changes is under the executions' key", () => {
    const keys = [
      jobExecutionsQuery("demo", { jobId: "fw", status: [] }),
      thingExecutionsQuery("demo", { thingName: "kiosk", tab: "open" }),
      executionQuery("demo", REF),
      openCountQuery("demo", "kiosk"),
      retryAttemptQuery("demo", REF),
    ].map(({ queryKey }) => [...queryKey]);
    for (const key of keys) expect(key.slice(0, 2)).toEqual([...executionsKey("demo")]);
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(keys.length);
  });

  test("the read that people decide on is not the one that the page caches", () => {
    expect(freshExecutionQuery("demo", REF).queryKey).not.toEqual(executionQuery("demo", REF).queryKey);
    expect(freshExecutionQuery("demo", REF)).toMatchObject({ staleTime: 0, gcTime: 0 });
  });

  test("the order in which statuses were chosen makes no other list", () => {
    const keyOf = (status: string[]) => jobExecutionsQuery("demo", { jobId: "fw", status }).queryKey;
    expect(keyOf(["QUEUED", "FAILED"])).toEqual(keyOf(["FAILED", "QUEUED"]));
    expect(keyOf(["QUEUED"])).not.toEqual(keyOf([]));
  });

  test("choosing statuses leaves the caller's list in its order", () => {
    const status = ["QUEUED", "FAILED"];
    jobExecutionsQuery("demo", { jobId: "fw", status });
    expect(status).toEqual(["QUEUED", "FAILED"]);
  });

  test("two fleets, filters, jobs or kinds of names share nothing", () => {
    const filter = { search: null, type: null, group: null, attribute: null, connectivity: null };
    const jobs = { status: null, selection: null, group: null, namespace: null };
    const keys = [
      thingsQuery("demo", filter),
      thingsQuery("eu-west-1", filter),
      thingsQuery("demo", { ...filter, search: "a" }),
      jobsQuery("demo", jobs),
      jobsQuery("demo", { ...jobs, group: "a" }),
      jobsQuery("demo", { ...jobs, namespace: "a" }),
      queueJobsQuery("demo", ["a"]),
      queueJobsQuery("demo", ["a", "b"]),
      jobQuery("demo", "a"),
      freshJobQuery("demo", "a"),
      jobCountersQuery("demo", "a"),
      namesQuery("demo", "types"),
      namesQuery("demo", "groups"),
    ].map(({ queryKey }) => JSON.stringify(queryKey));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("a list ends where its cursor does", () => {
    const { getNextPageParam } = jobExecutionsQuery("demo", { jobId: "fw", status: [] });
    const next = (cursor: string | null) => {
      const page = { rows: [], cursor, readAt: new Date() };
      return getNextPageParam(page, [page], null, [null]);
    };
    expect(next("c1")).toBe("c1");
    expect(next(null)).toBeNull();
  });
});

describe("fetching", () => {
  const schema = z.object({ readAt: z.coerce.date() });
  let answer: RequestListener;
  let asked: string[];
  let url: string;
  let close: () => Promise<void>;

  beforeEach(async () => {
    asked = [];
    const server = createServer((request, response) => {
      asked.push(request.url!);
      answer(request, response);
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
  });
  afterEach(() => close());

  const answerWith = (status: number, body: string) => {
    answer = (_, response) => response.writeHead(status, { "content-type": "application/json" }).end(body);
  };
  const get = (search = {}, signal?: AbortSignal) =>
    fetchJson(() => schema, `${url}/api/demo/x`, search, signal);
  const failureOf = async (call: Promise<unknown>) => {
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ReadFailed);
    return (error as ReadFailed).failure;
  };

  test("an answer is parsed: strings become dates", async () => {
    answerWith(200, '{"readAt":"2026-11-23T12:00:00.000Z"}');
    expect(await get()).toEqual({ readAt: new Date("2026-11-23T12:00:00Z") });
  });

  test("what is set goes into the search, and what is not stays out", async () => {
    answerWith(200, '{"readAt":"2026-11-23T12:00:00.000Z"}');
    await get({ status: "QUEUED,FAILED", cursor: null, tab: undefined, name: "", search: "a&b=c ü" });
    await get({ cursor: null });
    expect(asked).toEqual(["/api/demo/x?status=QUEUED%2CFAILED&search=a%26b%3Dc+%C3%BC", "/api/demo/x"]);
  });

  test("a failure in the server's answer is passed on", async () => {
    const failure = { kind: "denied", action: "iot:ListJobs", resource: null };
    answerWith(403, JSON.stringify({ failure }));
    expect(await failureOf(get())).toEqual(failure);
  });

  test.each([
    ["HTML", "<html>"],
    ["nothing", ""],
    ["a failure that we do not know", '{"failure":{"kind":"melted"}}'],
    ["a stack", '{"stack":"at x"}'],
  ])("an error with %s is one of our own server", async (_, body) => {
    answerWith(500, body);
    expect(await failureOf(get())).toEqual({ kind: "console", because: "error" });
  });

  test("a good answer of another shape is a bug, and thrown as one", async () => {
    answerWith(200, '{"readAt":"soon"}');
    await expect(get()).rejects.not.toBeInstanceOf(ReadFailed);
    await expect(get()).rejects.toThrow();
  });

  test("a server that does not answer is reported as gone", async () => {
    await close();
    expect(await failureOf(get())).toEqual({ kind: "console", because: "gone" });
  });

  test("a connection that is cut off before an answer is reported as gone", async () => {
    answer = (request) => request.socket.destroy();
    expect(await failureOf(get())).toEqual({ kind: "console", because: "gone" });
  });

  test("an aborted read is no failure of the server", async () => {
    const abort = new AbortController();
    answer = () => abort.abort();
    await expect(get({}, abort.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});
