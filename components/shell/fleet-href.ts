import type { Route } from "next";

// The only place that builds addresses. Names go through encodeURIComponent: things may hold colons.

export function thingsHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/things` as Route;
}

export function thingHref(fleetId: string, thingName: string): Route {
  return `${fleetPath(fleetId)}/things/${encodeURIComponent(thingName)}` as Route;
}

export function executionHref(fleetId: string, thingName: string, jobId: string): Route {
  return `${thingHref(fleetId, thingName)}/executions/${encodeURIComponent(jobId)}` as Route;
}

export function jobsHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/jobs` as Route;
}

export function jobHref(fleetId: string, jobId: string): Route {
  return `${fleetPath(fleetId)}/jobs/${encodeURIComponent(jobId)}` as Route;
}

export function operationsHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/operations` as Route;
}

/** The page of stuck executions, filtered. */
export function stuckHref(
  fleetId: string,
  filter: Partial<Record<"state" | "view" | "job" | "thing" | "reason", string>> = {},
): Route {
  const query = new URLSearchParams(filter).toString();
  return `${fleetPath(fleetId)}/stuck${query && `?${query}`}` as Route;
}

/** One bulk cancellation. */
export function operationHref(fleetId: string, operationId: string): Route {
  return `${operationsHref(fleetId)}/${encodeURIComponent(operationId)}` as Route;
}

export function usersHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/users` as Route;
}

export function userHref(fleetId: string, userId: string): Route {
  return `${usersHref(fleetId)}/${encodeURIComponent(userId)}` as Route;
}

/** The account of the person who is signed in. */
export function accountHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/account` as Route;
}

/** The audit log, filtered; `entry` opens one entry. */
export function auditHref(
  fleetId: string,
  filter: Partial<Record<"thing" | "job" | "person" | "operation", string>> & { entry?: number } = {},
): Route {
  const given = Object.entries(filter).map(([name, value]) => [name, String(value)]);
  const query = new URLSearchParams(given).toString();
  return `${fleetPath(fleetId)}/audit${query && `?${query}`}` as Route;
}

/**
 * The same page of another fleet. Things, jobs and operations belong to one fleet, so their pages lead to the other
 * fleet's list. Filters are dropped, as types and groups have other names there.
 */
export function samePageHref(pathname: string, toFleetId: string): Route {
  const [, , page = "things"] = pathname.split("/");
  return `${fleetPath(toFleetId)}/${page}` as Route;
}

function fleetPath(fleetId: string): string {
  return `/${encodeURIComponent(fleetId)}`;
}
