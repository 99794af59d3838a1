import { createFleetGateway } from "@/lib/server/iot/create-iot-gateway";
import type { ExecutionSummary } from "@/lib/core/domain/execution";

/** The executions of a job as a plan's list shows them. @throws if they cannot be read */
export async function listSeen(
  config: Parameters<typeof createFleetGateway>[0],
  jobId: string,
): Promise<ExecutionSummary[]> {
  const aws = createFleetGateway(config).as(null);
  const seen: ExecutionSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof aws.listExecutionsForJob>> = await aws.listExecutionsForJob(
      jobId,
      null,
      cursor,
    );
    if (!page.ok) throw new Error(`The executions of ${jobId} cannot be read: ${page.failure.kind}`);
    seen.push(...page.value.rows);
    cursor = page.value.cursor;
  } while (cursor !== null);
  return seen;
}
