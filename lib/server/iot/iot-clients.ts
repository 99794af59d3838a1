import { IoTClient, type IoTClientConfig } from "@aws-sdk/client-iot";
import { checkAnswers } from "./check-answers";
import { isSessionRefused, type Role, type RoleSessions } from "./role-sessions";

/** The clients that one caller's calls go through; without roles both are the same for everyone. */
export interface IotClients {
  read: IoTClient;
  cancel: IoTClient;
}

export interface FleetRoles {
  readRole: Role | null;
  cancelRole: Role | null;
}

/** Callers whose clients are kept: a client is some 100 KiB, and made again within a millisecond. */
const MAX_CALLERS = 200;

/**
 * Gives each caller clients that sign with sessions of their name.
 *
 * All callers share connections, but reads and cancellations have a pool each. A cancellation is checked and signed
 * just before it is sent, and must not wait behind reads for a connection after that.
 *
 * @param config its `requestHandler` says how either pool connects
 */
export function createIotClients(
  config: IoTClientConfig,
  { readRole, cancelRole }: FleetRoles,
  sessions: RoleSessions,
): (name: string) => IotClients {
  const own = { read: checkAnswers(new IoTClient(config)), cancel: checkAnswers(new IoTClient(config)) };
  const callers = new Map<string, IotClients>();

  const clientFor = (use: keyof IotClients, role: Role | null, name: string) => {
    const { requestHandler } = own[use].config;
    return role === null
      ? own[use]
      : createSessionClient({ ...config, requestHandler }, role, name, sessions);
  };

  return (name) => {
    const known = callers.get(name);
    const clients = known ?? {
      read: clientFor("read", readRole, name),
      cancel: clientFor("cancel", cancelRole, name),
    };
    callers.delete(name); // put in again at the end: the map's order is that of the last use
    callers.set(name, clients);
    if (callers.size > MAX_CALLERS) callers.delete(callers.keys().next().value!);
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
    // The SDK keeps what is not about to end. This always is, so that it asks each time and there is one cache, ours.
    credentials: async () => ({ ...(await sessions.get(role, name)), expiration: new Date() }),
  });
  // A session that AWS refuses is renewed, once, under the call: it was refused before anything was done.
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
