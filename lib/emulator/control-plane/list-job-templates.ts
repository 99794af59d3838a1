import { maxResults, nextToken } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional } from "../http/shape.ts";
import { toSeconds } from "../http/timestamp.ts";

export const listJobTemplatesOperation = defineOperation({
  api: "ListJobTemplates",
  method: "GET",
  path: "/job-templates",
  query: { maxResults: optional(maxResults), nextToken: optional(nextToken) },
  act(call, paging) {
    const { rows, nextToken } = answerPage(call, ["ListJobTemplates"], paging, (from = 0, limit) =>
      call.world.jobTemplates.page(from, limit, () => true),
    );
    return {
      jobTemplates: rows.map(({ jobTemplateId, description, createdAtMs }) => ({
        jobTemplateArn: call.arns.of("jobtemplate", jobTemplateId),
        jobTemplateId,
        description,
        createdAt: toSeconds(createdAtMs),
      })),
      nextToken,
    };
  },
});
