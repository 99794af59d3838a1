import type { Route } from "next";

// The only place where addresses are put together. Names go through encodeURIComponent: things may hold colons.

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

export function usersHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/users` as Route;
}

export function userHref(fleetId: string, userId: string): Route {
  return `${usersHref(fleetId)}/${encodeURIComponent(userId)}` as Route;
}

/** One's own sessions. */
export function accountHref(fleetId: string): Route {
  return `${fleetPath(fleetId)}/account` as Route;
}

function fleetPath(fleetId: string): string {
  return `/${encodeURIComponent(fleetId)}`;
}
