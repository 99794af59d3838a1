import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { jobQuery, jobsQuery } from "@/lib/client/queries/jobs";
import { thingsQuery } from "@/lib/client/queries/things";
import type { Job, JobSummary } from "@/lib/core/domain/job";
import type { Page } from "@/lib/core/contracts/page";
import type { ReadFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { fillFirstPage, fillOne } from "./prefetched";

const FILTER = { status: null, selection: null, group: null, namespace: null };
const jobs = jobsQuery("demo", FILTER);
const page = { rows: [], cursor: null, readAt: new Date("2026-11-23T12:00:00Z"), groupsBelow: null };
type JobsPage = Page<JobSummary> & { groupsBelow: null };
const readJobs = async (): Promise<Result<JobsPage, ReadFailure>> => ok(page);
const readJob = async (): Promise<Result<Job, ReadFailure>> => fail({ kind: "not-found" } as never);

test("the browser finds the first page that the server read under its own key", async () => {
  const client = new QueryClient();
  await fillFirstPage(jobs, readJobs)(client);
  expect(client.getQueryData(jobs.queryKey)?.pages).toEqual([page]);
});

test("the browser does not take a failed read for an answer", async () => {
  const client = new QueryClient();
  await fillOne(jobQuery("demo", "fw"), readJob)(client);
  expect(client.getQueryData(jobQuery("demo", "fw").queryKey)).toBeUndefined();
});

test("a read of another type than the query's does not compile", () => {
  const things = { search: null, type: null, group: null, attribute: null, connectivity: null };
  const fills = [
    // @ts-expect-error jobs are no things
    fillFirstPage(thingsQuery("demo", things), readJobs),
    // @ts-expect-error a list is read page by page
    fillOne(jobs, readJobs),
    // @ts-expect-error one job is no page of jobs
    fillFirstPage(jobs, readJob),
    // @ts-expect-error a key that carries no type could be anything
    fillOne({ queryKey: ["demo", "job", "fw"] }, readJob),
  ];
  expect(fills).toHaveLength(4);
});
