import { EVENT_TYPES, type EventType } from "../events/event-types.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, map, oneOf, optional, structure } from "../http/shape.ts";

/** Omitted types stay as they are (presumed). */
export const updateEventConfigurationsOperation = defineOperation({
  api: "UpdateEventConfigurations",
  method: "PATCH",
  path: "/event-configurations",
  body: {
    eventConfigurations: optional(map(oneOf(EVENT_TYPES), structure({ Enabled: optional(boolean()) }))),
  },
  act({ world: { events }, arns, nowMs }, { eventConfigurations = {} }) {
    for (const [type, { Enabled = false }] of Object.entries(eventConfigurations)) {
      events.turn(type as EventType, Enabled, arns);
    }
    events.changedAtMs = nowMs;
    return {};
  },
});
