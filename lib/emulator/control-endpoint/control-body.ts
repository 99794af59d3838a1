import { describeWrongs, isRecord, readMembers, type Member, type ReadOf } from "../http/shape.ts";

/** A control call that cannot be done as it was sent. */
export class ControlError extends Error {
  readonly status: number;

  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

export function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ControlError(`The body is not JSON: ${String(error)}`);
  }
}

/** Reads a control body; members that nobody knows are refused, since they are slips of a test's author. */
export function readControlBody<S extends Record<string, Member<unknown>>>(
  members: S,
  body: unknown,
): ReadOf<S> {
  if (!isRecord(body)) throw new ControlError("The body must be a JSON object");
  const wrongs = Object.keys(body)
    .filter((name) => !Object.hasOwn(members, name))
    .map((name) => `Unknown member '${name}'; there are ${Object.keys(members).join(", ")}`);
  const read = readMembers(members, (name) => ({ value: body[name], text: false }), "", wrongs);
  const message = describeWrongs(wrongs);
  if (message !== undefined) throw new ControlError(message);
  return read;
}
