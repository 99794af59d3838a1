import { IoTClient, type IoTClientConfig } from "@aws-sdk/client-iot";
import { LruCache } from "@/lib/server/process/lru-cache";
import { checkAnswers } from "./check-answers";
import { isSessionRefused, type Role, type RoleSessions } from "./role-sessions";

/** The clients of one caller. Without roles all callers share them. */
export interface IotClients {
  read: IoTClient;
  cancel: IoTClient;
}

export interface FleetRoles {
  readRole: Role | null;
  cancelRole: Role | null;
}

/** A caller's clients take some 100 KiB and are created within a millisecond. */
const MAX_CALLERS = 200;

/**
 * Gives each caller clients that sign with sessions of their name.
 *
 * All callers share connections, but reads and cancellations have a pool each. A cancellation is checked and signed
 * just before it is sent, and must not wait behind reads for a connection after that.
 *
 * @param config its `requestHandler` configures both pools
 */
export function createIotClients(
  config: IoTClientConfig,
  { readRole, cancelRole }: FleetRoles,
  sessions: RoleSessions,
): (name: string) => IotClients {
  const own = { read: checkAnswers(new IoTClient(config)), cancel: checkAnswers(new IoTClient(config)) };
  const callers = new LruCache<string, IotClients>(MAX_CALLERS);

  const clientFor = (use: keyof IotClients, role: Role | null, name: string) => {
    const { requestHandler } = own[use].config;
    return role === null
      ? own[use]
      : createSessionClient({ ...config, requestHandler }, role, name, sessions);
  };

  return (name) => {
    const clients = callers.get(name) ?? {
      read: clientFor("read", readRole, name),
      cancel: clientFor("cancel", cancelRole, name),
    };
    callers.set(name, clients);
    return clients;
  };
}

function createSessionClient(
  config: IoTClientConfig,
  role: Role,
  name: string,
  sessions: RoleSessions,
): IoTClient {
  const client = new IoTClient({
    ...config,
    // The SDK caches credentials until they expire. These look expired at once, so that `sessions` is the only cache.
    credentials: async () => ({ ...(await sessions.get(role, name)), expiration: new Date() }),
  });
  // If AWS refuses the session, it is renewed once and the call sent again: AWS refused it before it did anything.
  client.middlewareStack.add(
    (next) => async (call) => {
      try {
        return await next(call);
      } catch (error) {
        if (!isSessionRefused(error)) throw error;
        sessions.forget(role, name);
        return next(call);
      }
    },
    { step: "initialize", name: "renewRefusedSession" },
  );
  return checkAnswers(client);
}
