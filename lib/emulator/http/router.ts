import { invalidRequest } from "./aws-error.ts";
import type { Operation, Plane } from "./operation.ts";

export type Route = { operation: Operation; labels: Record<string, string> };

/**
 * Finds the operation that a raw request target means.
 *
 * The path is cut at raw slashes before anything is decoded, and `.`, `..` and empty segments are segments
 * like any other: `/things/../jobs/J/cancel` is CancelJobExecution for a thing named `..`, which its pattern
 * refuses, and never CancelJob (facts 1.7).
 */
export class Router {
  readonly #routes: { operation: Operation; segments: string[] }[];

  constructor(operations: Operation[]) {
    this.#routes = operations.map((operation) => ({ operation, segments: cut(operation.path) }));
  }

  /** The operation with that name. */
  operation(api: string): Operation | undefined {
    return this.#routes.find(({ operation }) => operation.api === api)?.operation;
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
  if (pattern.length !== segments.length) return undefined;
  // Literals first: a label is decoded (and may be refused) only where the path is surely this one.
  for (const [index, part] of pattern.entries()) {
    if (!part.startsWith("{") && part !== segments[index] && encodeURIComponent(part) !== segments[index]) {
      return undefined;
    }
  }
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith("{")) labels[part.slice(1, -1)] = decodeLabel(segments[index]!);
  }
  return labels;
}

function decodeLabel(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidRequest(`The path segment '${segment}' is not percent-encoded correctly`);
  }
}
