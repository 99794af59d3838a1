import type { Metadata } from "next";
import { fillOne, Prefetched } from "@/app/[fleet]/prefetched";
import { requireFleet } from "@/app/[fleet]/require-fleet";
import { requireName } from "@/app/[fleet]/require-name";
import { ExecutionView } from "@/components/executions/execution-view";
import { jobIdSchema, thingNameSchema } from "@/lib/core/contracts/names";
import { describeExecution } from "@/lib/server/executions/describe-execution";
import { executionQuery } from "@/lib/client/queries/executions";

type Props = PageProps<"/[fleet]/things/[thingName]/executions/[jobId]">;

async function requireRef(params: Props["params"]) {
  const { thingName, jobId } = await params;
  return { thingName: requireName(thingNameSchema, thingName), jobId: requireName(jobIdSchema, jobId) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { thingName, jobId } = await requireRef(params);
  return { title: `${jobId} on ${thingName}` };
}

export default async function ExecutionPage({ params }: Props) {
  const { actor, ...services } = await requireFleet(params);
  const ref = await requireRef(params);
  const one = fillOne(executionQuery(services.fleet.id, ref), () =>
    describeExecution(services, actor, { ...ref, fresh: false }),
  );
  return (
    <Prefetched fills={[one]}>
      <ExecutionView target={ref} />
    </Prefetched>
  );
}
