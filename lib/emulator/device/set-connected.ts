import type { World } from "../state/world.ts";

/** @returns false when there is no such thing */
export function setConnected(world: World, thingName: string, connected: boolean, reason?: string): boolean {
  const thing = world.registry.thing(thingName);
  if (!thing) return false;
  thing.connectivity = {
    connected,
    timestamp: world.clock.now(),
    ...(connected || reason === undefined ? {} : { disconnectReason: reason }),
  };
  world.registry.revision++;
  return true;
}
