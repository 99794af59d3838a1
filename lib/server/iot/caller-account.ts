import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createRoleSessions, type Role } from "./role-sessions";
import { SERVICE, sessionName } from "./session-name";

const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 5_000;

/**
 * The account that the credentials of a fleet's calls belong to, by GetCallerIdentity, which needs no permission.
 *
 * @param role     null: the server's own credentials
 * @param endpoint null: AWS_ENDPOINT_URL_STS if it is set, else the region's own STS
 * @throws what the SDK throws
 */
export async function readCallerAccount(
  { region, endpoint }: { region: string; endpoint: string | null },
  role: Role | null,
): Promise<string> {
  const connection = {
    region,
    ...(endpoint !== null && { endpoint }),
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: ANSWER_TIMEOUT_MS },
  };
  const credentials =
    role && (await createRoleSessions({ region, endpoint }).get(role, sessionName(SERVICE)));
  const sts = new STSClient({ ...connection, ...(credentials && { credentials }) });
  try {
    const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
    if (account === undefined) throw new Error("GetCallerIdentity named no account.");
    return account;
  } finally {
    sts.destroy();
  }
}
