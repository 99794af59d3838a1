import { ListJobExecutionsForJobCommand, ListJobsCommand } from "@aws-sdk/client-iot";
import { createBareClient } from "./bare-client.ts";
import { FLEET } from "./launch-bench-console.ts";

export type ConsolePage = { name: string; path: string };

/**
 * The pages that the bench opens, by their names in the figures. Job and thing have an execution in progress: such pages
 * show the most.
 */
export async function findConsolePages(emulatorUrl: string): Promise<ConsolePage[]> {
  const { jobId, thingName } = await findOpenExecution(emulatorUrl);
  const job = encodeURIComponent(jobId);
  const thing = encodeURIComponent(thingName);
  return [
    { name: "things", path: `/${FLEET}/things` },
    { name: "thing", path: `/${FLEET}/things/${thing}` },
    { name: "execution", path: `/${FLEET}/things/${thing}/executions/${job}` },
    { name: "jobs", path: `/${FLEET}/jobs` },
    { name: "job", path: `/${FLEET}/jobs/${job}` },
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
