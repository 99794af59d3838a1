import { describeWrongs, isRecord, readMembers, type Member, type ReadOf } from "../http/shape.ts";

/** An invalid control call. */
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

/** Parses a control body. Unknown members are refused, since they are mistakes in a test. */
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
