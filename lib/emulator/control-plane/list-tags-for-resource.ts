import { nextToken } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { optional, required, string } from "../http/shape.ts";
import { requireTags } from "./tags.ts";

export const listTagsForResourceOperation = defineOperation({
  api: "ListTagsForResource",
  method: "GET",
  path: "/tags",
  query: { resourceArn: required(string()), nextToken: optional(nextToken) },
  act(call, { resourceArn, ...paging }) {
    const tags = [...requireTags(call, resourceArn)];
    const { rows, nextToken } = answerPage(
      call,
      ["ListTagsForResource", resourceArn],
      paging,
      (from = 0, limit) => {
        const end = from + limit;
        return { rows: tags.slice(from, end), next: end < tags.length ? end : undefined };
      },
    );
    return { tags: rows.map(([Key, Value]) => ({ Key, Value })), nextToken };
  },
});
