import "server-only";
import { notFound } from "next/navigation";
import type { Actor } from "@/lib/core/permissions/actor";
import { requireActor } from "@/lib/server/auth/session";
import { type FleetServices, findFleetServices } from "@/lib/server/runtime/fleet-services";

/** The first line of each page: who is signed in, and for which fleet. An unknown fleet is a page not found. */
export async function requireFleet(
  params: Promise<{ fleet: string }>,
): Promise<FleetServices & { actor: Actor }> {
  const actor = await requireActor();
  const { fleet } = await params;
  const services = findFleetServices(fleet, actor);
  if (!services) notFound();
  return services;
}
