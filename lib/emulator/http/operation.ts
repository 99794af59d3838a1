import type { World } from "../state/world.ts";
import { invalidRequest } from "./aws-error.ts";
import { type Arns } from "./arns.ts";
import { describeWrongs, isRecord, readMembers, type Member, type ReadOf } from "./shape.ts";

export type Plane = "iot" | "iot-jobs-data";

/** A parsed and decoded request, not validated yet. */
export type RawInput = { labels: Record<string, string>; query: URLSearchParams; body: string };

/** The context in which an operation runs. */
export type Call = {
  world: World;
  arns: Arns;
  nowMs: number;
  /** The most rows of a page, set by a fault: AWS may return fewer than requested. With 0 the page is empty. */
  maxRows?: number | undefined;
};

/** An operation whose input and output types are hidden behind `answer`. */
export type Operation = {
  readonly api: string;
  readonly plane: Plane;
  readonly method: string;
  readonly path: string;
  /** It answers in pages. */
  readonly isList: boolean;
  /** The names of its input members. */
  readonly members: readonly string[];
  /** Validates the input against the model and acts. @throws AwsError when nothing was changed */
  answer(call: Call, raw: RawInput): object | undefined;
};

type Members = Record<string, Member<unknown>>;
type Nothing = Record<never, never>;

/**
 * Declares an operation: its method and path, the shapes of its members, and what it does.
 * Labels are written `{name}` in `path` and are always required.
 */
export function defineOperation<
  L extends Members = Nothing,
  Q extends Members = Nothing,
  B extends Members = Nothing,
>(given: {
  api: string;
  plane?: Plane;
  method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  path: string;
  labels?: L;
  query?: Q;
  body?: B;
  act(call: Call, input: ReadOf<L> & ReadOf<Q> & ReadOf<B>): object | void;
}): Operation {
  return {
    api: given.api,
    plane: given.plane ?? "iot",
    method: given.method,
    path: given.path,
    members: [given.labels, given.query, given.body].flatMap((members) => Object.keys(members ?? {})),
    isList: Object.hasOwn(given.query ?? {}, "nextToken") || Object.hasOwn(given.body ?? {}, "nextToken"),
    answer(call, raw) {
      const wrongs: string[] = [];
      const body = given.body ? readBody(raw.body) : {};
      const input = {
        ...readMembers(given.labels ?? {}, (name) => ({ value: raw.labels[name], text: true }), "", wrongs),
        ...readMembers(given.query ?? {}, (name) => ({ value: raw.query.get(name), text: true }), "", wrongs),
        ...readMembers(
          given.body ?? {},
          (name) => ({ value: Object.hasOwn(body, name) ? body[name] : undefined, text: false }),
          "",
          wrongs,
        ),
      };
      const message = describeWrongs(wrongs);
      if (message !== undefined) throw invalidRequest(message);
      return given.act(call, input as ReadOf<L> & ReadOf<Q> & ReadOf<B>) ?? undefined;
    },
  };
}

function readBody(text: string): Record<string, unknown> {
  if (text === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidRequest("Could not parse request body into json.");
  }
  if (!isRecord(body)) throw invalidRequest("Request body must be a JSON object.");
  return body;
}
