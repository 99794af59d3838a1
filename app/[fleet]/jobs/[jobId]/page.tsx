import type { Metadata } from "next";
import { fillFirstPage, fillOne, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { requireName } from "@/app/[fleet]/require-name";
import { JobView } from "@/components/jobs/job-view";
import { jobExecutionsFilter } from "@/lib/core/contracts/filters";
import { jobIdSchema } from "@/lib/core/contracts/names";
import { parseSearch } from "@/lib/core/contracts/search-params";
import { listJobExecutions } from "@/lib/server/executions/list-executions";
import { describeJob } from "@/lib/server/jobs/read-jobs";
import { jobExecutionsQuery } from "@/lib/client/queries/executions";
import { jobQuery } from "@/lib/client/queries/jobs";

type Props = PageProps<"/[fleet]/jobs/[jobId]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: requireName(jobIdSchema, (await params).jobId) };
}

export default async function JobPage({ params, searchParams }: Props) {
  const { actor, ...services } = await requireFleet(params);
  const jobId = requireName(jobIdSchema, (await params).jobId);
  const { tab, status } = parseSearch(jobExecutionsFilter, await searchParams);
  const fleetId = services.fleet.id;
  const job = fillOne(jobQuery(fleetId, jobId), () =>
    describeJob(services, actor, { jobId, background: false, fresh: false }),
  );
  const executions = fillFirstPage(jobExecutionsQuery(fleetId, { jobId, status }), () =>
    listJobExecutions(services, actor, { jobId, statuses: status, cursor: null }),
  );
  return (
    <Prefetched fills={tab === "executions" ? [job, executions] : [job]}>
      <JobView jobId={jobId} />
    </Prefetched>
  );
}
