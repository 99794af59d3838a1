import { tagKey } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { list, required, string } from "../http/shape.ts";
import { requireTags } from "./tags.ts";

/** Removing a key that the resource does not have succeeds (presumed). */
export const untagResourceOperation = defineOperation({
  api: "UntagResource",
  method: "POST",
  path: "/untag",
  body: { resourceArn: required(string()), tagKeys: required(list(tagKey)) },
  act(call, { resourceArn, tagKeys }) {
    const tags = requireTags(call, resourceArn);
    for (const key of tagKeys) tags.delete(key);
    return {};
  },
});
