import type { Answer } from "../http/answer.ts";
import { AwsError } from "../http/aws-error.ts";
import { assumeRole } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import type { StsCall } from "./sts-call.ts";

const VERSION = "2011-06-15";
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

const ACTIONS: Record<string, (call: StsCall) => object> = {
  AssumeRole: assumeRole,
  GetCallerIdentity: getCallerIdentity,
};

export const isStsAction = (api: string): boolean => Object.hasOwn(ACTIONS, api);

/** The action that a call of STS names, for quotas, faults and the log. */
export function stsApiOf(parameters: URLSearchParams): string {
  const action = parameters.get("Action") ?? "";
  return isStsAction(action) ? action : "UnknownOperation";
}

/** Answers a call of STS: AWS's query protocol, a form in and XML out. @throws AwsError */
export function answerSts(call: StsCall, requestId: string): Answer {
  const { parameters } = call;
  const action = parameters.get("Action") ?? "";
  if (parameters.get("Version") !== VERSION || !isStsAction(action)) {
    throw new AwsError(
      "InvalidAction",
      `Could not find operation ${action || "(none)"} for version ${parameters.get("Version") ?? "(none)"}`,
      400,
    );
  }
  const result = toXml({ [`${action}Result`]: ACTIONS[action]!(call) });
  const metadata = toXml({ ResponseMetadata: { RequestId: requestId } });
  return xml(200, `<${action}Response xmlns="${NAMESPACE}">${result}${metadata}</${action}Response>`);
}

/** The query protocol's own form of an error. */
export function stsErrorAnswer(error: AwsError, requestId: string): Answer {
  const body = toXml({
    Error: {
      Type: error.status < 500 ? "Sender" : "Receiver",
      Code: error.errorName,
      Message: error.message,
    },
    RequestId: requestId,
  });
  return {
    ...xml(error.status, `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`),
    errorName: error.errorName,
  };
}

function xml(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/xml" }, body };
}

function toXml(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => {
      const inner =
        typeof value === "object" && value !== null ? toXml(value as object) : escape(String(value));
      return `<${name}>${inner}</${name}>`;
    })
    .join("");
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
