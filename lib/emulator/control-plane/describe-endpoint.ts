import { invalidRequest } from "../http/aws-error.ts";
import { defineOperation } from "../http/operation.ts";
import { optional, string } from "../http/shape.ts";

/** Host names in AWS's form [MD]. They do not resolve: both planes of the emulator are on its own port. */
const HOSTS: Record<string, string> = {
  "iot:Data": "a1b2c3d4e5f6g7.iot",
  "iot:Data-ATS": "a1b2c3d4e5f6g7-ats.iot",
  "iot:CredentialProvider": "c1b2c3d4e5f6g7.credentials.iot",
  "iot:Jobs": "a1b2c3d4e5f6g7.jobs.iot",
};

export const describeEndpointOperation = defineOperation({
  api: "DescribeEndpoint",
  method: "GET",
  path: "/endpoint",
  query: { endpointType: optional(string({ max: 128 })) },
  act({ arns }, { endpointType = "iot:Data" }) {
    if (!Object.hasOwn(HOSTS, endpointType)) throw invalidRequest(`Unknown endpoint type ${endpointType}.`);
    return { endpointAddress: `${HOSTS[endpointType]}.${arns.region}.amazonaws.com` };
  },
});
