import { invalidRequest } from "../http/aws-error.ts";
import { attributeName, attributeValue, maxResults, nextToken, thingTypeName } from "../http/model-shapes.ts";
import { defineOperation } from "../http/operation.ts";
import { answerPage } from "../http/page.ts";
import { boolean, optional } from "../http/shape.ts";
import type { Thing } from "../state/registry.ts";

export const listThingsOperation = defineOperation({
  api: "ListThings",
  method: "GET",
  path: "/things",
  query: {
    nextToken: optional(nextToken),
    maxResults: optional(maxResults),
    attributeName: optional(attributeName),
    attributeValue: optional(attributeValue),
    thingTypeName: optional(thingTypeName),
    usePrefixAttributeValue: optional(boolean()),
  },
  act(call, { attributeName, attributeValue, thingTypeName, usePrefixAttributeValue, ...paging }) {
    // A name alone finds the things with the attribute [CLI: list-things]. A value alone is unconfirmed (facts 1.3) and
    // refused, so that no caller depends on it.
    if (attributeName === undefined && attributeValue !== undefined) {
      throw invalidRequest("attributeValue must not be given without attributeName.");
    }
    const matches = (thing: Thing): boolean => {
      if (thingTypeName !== undefined && thing.thingTypeName !== thingTypeName) return false;
      if (attributeName === undefined) return true;
      // `constructor` is a legal attribute name.
      if (!Object.hasOwn(thing.attributes, attributeName)) return false;
      if (attributeValue === undefined) return true;
      const value = thing.attributes[attributeName];
      return usePrefixAttributeValue
        ? (value?.startsWith(attributeValue) ?? false)
        : value === attributeValue;
    };
    const { rows, nextToken } = answerPage(
      call,
      ["ListThings", attributeName, attributeValue, thingTypeName, usePrefixAttributeValue],
      paging,
      (from = 0, limit) => call.world.registry.things.page(from, limit, matches),
    );
    return {
      things: rows.map((thing) => ({
        thingName: thing.thingName,
        thingTypeName: thing.thingTypeName,
        thingArn: call.arns.of("thing", thing.thingName),
        attributes: thing.attributes,
        version: thing.registryVersion,
      })),
      nextToken,
    };
  },
});
