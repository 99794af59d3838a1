import { awsError } from "./aws-error.ts";

/** The key, region and service of a signature. Signatures are not verified: any key is accepted. */
export type CredentialScope = { accessKeyId: string; region: string; service: string };

/**
 * Reads the credential scope of a SigV4 Authorization header.
 *
 * @throws AwsError 403 when there is none or it cannot be read (exact form for iot unconfirmed, facts 1.6)
 */
export function readCredentialScope(authorization: string | undefined): CredentialScope {
  if (authorization === undefined || authorization === "") {
    throw awsError("MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,/.exec(
      authorization,
    );
  if (!parts) {
    throw awsError(
      "IncompleteSignatureException",
      "Authorization header requires a SigV4 'Credential' parameter.",
    );
  }
  return { accessKeyId: parts[1]!, region: parts[2]!, service: parts[3]! };
}
