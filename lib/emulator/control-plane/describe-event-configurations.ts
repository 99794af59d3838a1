import { EVENT_TYPES } from "../events/event-types.ts";
import { defineOperation } from "../http/operation.ts";
import { toSeconds } from "../http/timestamp.ts";

export const describeEventConfigurationsOperation = defineOperation({
  api: "DescribeEventConfigurations",
  method: "GET",
  path: "/event-configurations",
  act({ world: { events } }) {
    return {
      eventConfigurations: Object.fromEntries(
        EVENT_TYPES.map((type) => [type, { Enabled: events.isEnabled(type) }]),
      ),
      ...(events.changedAtMs !== undefined && {
        creationDate: toSeconds(events.changedAtMs),
        lastModifiedDate: toSeconds(events.changedAtMs),
      }),
    };
  },
});
