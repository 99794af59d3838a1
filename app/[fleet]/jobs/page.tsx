import type { Metadata } from "next";
import { fillFirstPage, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { JobList } from "@/components/jobs/job-list";
import { jobsFilter } from "@/lib/core/contracts/filters";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { listJobs } from "@/lib/server/jobs/read-jobs";
import { jobsQuery } from "@/lib/client/queries/jobs";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage({ params, searchParams }: PageProps<"/[fleet]/jobs">) {
  const { actor, ...services } = await requireFleet(params);
  const filter = parseSearch(jobsFilter, await searchParams);
  const first = fillFirstPage(jobsQuery(services.fleet.id, filter), () =>
    listJobs(services, actor, { ...filter, cursor: null }),
  );
  return (
    <Prefetched fills={[first]}>
      <JobList />
    </Prefetched>
  );
}
