import { invalidRequest } from "./aws-error.ts";
import { MODEL_OPERATIONS } from "./model-operations.ts";
import type { Operation, Plane } from "./operation.ts";
import { refuseOperation } from "./refuse-operation.ts";

export type Route = { operation: Operation; labels: Record<string, string> };

/**
 * Finds the operation of a raw request target.
 *
 * The path is split at raw slashes before anything is decoded, and `.`, `..` and empty segments are ordinary segments.
 * So `/things/../jobs/J/cancel` is CancelJobExecution for a thing named `..`, which the name's pattern refuses, and
 * never CancelJob (facts 1.7).
 */
export class Router {
  readonly #routes: { operation: Operation; segments: string[] }[];
  readonly #implemented: ReadonlyMap<string, Operation>;

  /** Operations of the models that are not in `operations` are routed too, and refused. */
  constructor(operations: Operation[]) {
    this.#implemented = new Map(operations.map((operation) => [operation.api, operation]));
    const refused = MODEL_OPERATIONS.filter(({ api }) => !this.#implemented.has(api)).map(refuseOperation);
    this.#routes = [...operations, ...refused]
      .map((operation) => ({ operation, segments: cut(operation.path) }))
      // Literals win over labels, so that `$next` is never read as a job id.
      .sort((one, other) => countLabels(one.segments) - countLabels(other.segments));
  }

  /** The implemented operation with that name. */
  operation(api: string): Operation | undefined {
    return this.#implemented.get(api);
  }

  /** @throws AwsError InvalidRequestException when a label cannot be decoded */
  find(plane: Plane, method: string, rawPath: string): Route | undefined {
    const segments = cut(rawPath);
    for (const route of this.#routes) {
      const { operation } = route;
      if (operation.plane !== plane || operation.method !== method) continue;
      const labels = match(route.segments, segments);
      if (labels) return { operation, labels };
    }
    return undefined;
  }
}

function cut(path: string): string[] {
  return path.split("/").slice(1);
}

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (isGreedy(pattern.at(-1))) segments = joinRest(segments, pattern.length);
  if (pattern.length !== segments.length) return undefined;
  // Literals first: a label is decoded, and may be refused, only once the rest of the path matches.
  for (const [index, part] of pattern.entries()) {
    if (!part.startsWith("{") && part !== segments[index] && encodeURIComponent(part) !== segments[index]) {
      return undefined;
    }
  }
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith("{")) labels[part.replace(/^\{|\+?\}$/g, "")] = decodeLabel(segments[index]!);
  }
  return labels;
}

/** A label such as `{arn+}` includes the slashes that follow [M]. */
function isGreedy(part: string | undefined): boolean {
  return part?.endsWith("+}") ?? false;
}

function joinRest(segments: string[], length: number): string[] {
  return segments.length < length
    ? segments
    : [...segments.slice(0, length - 1), segments.slice(length - 1).join("/")];
}

function countLabels(pattern: string[]): number {
  return pattern.filter((part) => part.startsWith("{")).length;
}

function decodeLabel(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidRequest(`The path segment '${segment}' is not percent-encoded correctly`);
  }
}
