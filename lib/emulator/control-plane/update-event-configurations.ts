import { EVENT_TYPES, type EventType } from "../events/event-types.ts";
import { defineOperation } from "../http/operation.ts";
import { boolean, oneOf, optional, readMembers, required, isRecord, type Shape } from "../http/shape.ts";

const type = oneOf(EVENT_TYPES);

const configurations: Shape<Map<EventType, boolean>> = {
  read(value, where, wrongs) {
    const result = new Map<EventType, boolean>();
    for (const [name, one] of isRecord(value) ? Object.entries(value) : []) {
      const members = isRecord(one) ? one : {};
      const { Enabled = false } = readMembers(
        { Enabled: optional(boolean()) },
        (member) => ({ value: members[member], text: false }),
        `${where}.${name}.member`,
        wrongs,
      );
      result.set(type.read(name, `${where}.key`, wrongs, false), Enabled);
    }
    return result;
  },
};

/** Types that are not named stay as they are (presumed). */
export const updateEventConfigurationsOperation = defineOperation({
  api: "UpdateEventConfigurations",
  method: "PATCH",
  path: "/event-configurations",
  body: { eventConfigurations: required(configurations) },
  act({ world: { events }, arns, nowMs }, { eventConfigurations }) {
    for (const [type, isOn] of eventConfigurations) events.turn(type, isOn, arns);
    events.changedAtMs = nowMs;
    return {};
  },
});
