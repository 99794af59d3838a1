import { ListJobExecutionsForJobCommand, ListJobsCommand } from "@aws-sdk/client-iot";
import { createBareClient, REGION } from "./bare-client.ts";

export type ConsolePage = { name: string; path: string };

/**
 * The pages that the bench opens, by the names that its figures give them, for a job and a thing of this emulator's
 * fleet on which an execution is in progress: such pages have the most to show.
 */
export async function findConsolePages(emulatorUrl: string): Promise<ConsolePage[]> {
  const { jobId, thingName } = await findOpenExecution(emulatorUrl);
  const job = encodeURIComponent(jobId);
  const thing = encodeURIComponent(thingName);
  return [
    { name: "things", path: `/${REGION}/things` },
    { name: "thing", path: `/${REGION}/things/${thing}` },
    { name: "execution", path: `/${REGION}/things/${thing}/executions/${job}` },
    { name: "jobs", path: `/${REGION}/jobs` },
    { name: "job", path: `/${REGION}/jobs/${job}` },
  ];
}

async function findOpenExecution(emulatorUrl: string) {
  const client = createBareClient(emulatorUrl);
  try {
    const { jobs = [] } = await client.send(new ListJobsCommand({ status: "IN_PROGRESS", maxResults: 250 }));
    for (const { jobId } of jobs) {
      const open = new ListJobExecutionsForJobCommand({ jobId, status: "IN_PROGRESS", maxResults: 1 });
      const [execution] = (await client.send(open)).executionSummaries ?? [];
      const thingName = execution?.thingArn?.split(":thing/")[1];
      if (jobId !== undefined && thingName !== undefined) return { jobId, thingName };
    }
    throw new Error("The emulator's fleet has no execution in progress to open a page on.");
  } finally {
    client.destroy();
  }
}
