import { tags } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { required, string } from "../http/shape.ts";
import { addTags, requireTags } from "./tags.ts";

export const tagResourceOperation = defineOperation({
  api: "TagResource",
  method: "POST",
  path: "/tags",
  body: { resourceArn: required(string()), tags: required(tags) },
  act(call, { resourceArn, tags }) {
    addTags(requireTags(call, resourceArn), tags);
    return {};
  },
});
