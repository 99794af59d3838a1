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

/** Callers whose clients are kept: a client is some 100 KiB, and made anew within a millisecond. */
const MAX_CALLERS = 200;

/**
 * Gives each caller clients that sign with sessions of their name.
 *
 * Connections are shared: the clients differ in what they sign with only.
 *
 * @param config its `requestHandler` is used by all of them
 */
export function createIotClients(
  config: IoTClientConfig,
  { readRole, cancelRole }: FleetRoles,
  sessions: RoleSessions,
): (name: string) => IotClients {
  const own = checkAnswers(new IoTClient(config));
  const requestHandler = own.config.requestHandler;
  const callers = new Map<string, IotClients>();

  const clientIn = (role: Role | null, name: string) =>
    role === null ? own : createSessionClient({ ...config, requestHandler }, role, name, sessions);

  return (name) => {
    const known = callers.get(name);
    const clients = known ?? { read: clientIn(readRole, name), cancel: clientIn(cancelRole, name) };
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
