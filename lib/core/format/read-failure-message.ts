import type { ReadFailure, Unavailability } from "@/lib/core/domain/read-failure";
import { forbiddenMessage } from "./forbidden-message";

/** What went wrong, and what a person can do about it. Never a stack, a header or a credential. */
export function readFailureMessage(failure: ReadFailure): string {
  switch (failure.kind) {
    case "not-found":
      return `${failure.what} is not there: AWS IoT does not know it in this account and region.`;
    case "denied":
      return (
        `AWS denied ${failure.action}${failure.resource ? ` on ${failure.resource}` : ""}. ` +
        "The console's credentials need an IAM policy that allows it."
      );
    case "credentials":
      return `AWS did not accept the console's credentials for ${failure.api} (${failure.error}). Check how the server signs in to AWS.`;
    case "throttled":
      return `${failure.api} is throttled: the account's quota for this call is used up. It frees up within seconds.`;
    case "unavailable":
      return `${failure.api} did not work: ${unavailability(failure.because)}`;
    case "invalid-request":
      return failure.api === "the console"
        ? `This cannot be asked for. ${failure.message}`
        : `AWS refused ${failure.api}: ${failure.message}`;
    case "index-off":
      return "Fleet indexing is off in this account, so things cannot be searched.";
    case "index-not-ready":
      return "Fleet indexing is still building its index. Search works once that is done.";
    case "forbidden":
      return forbiddenMessage(failure);
    case "signed-out":
      return "You are not signed in, or your session has ended. Reload the page to sign in again.";
    case "console":
      return consoleSentence(failure.because);
  }
}

/** The same without the name of the call, for below a line that names it. */
export function readFailureReason(failure: ReadFailure): string {
  if (failure.kind !== "unavailable") return readFailureMessage(failure);
  const reason = unavailability(failure.because);
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

function consoleSentence(because: Extract<ReadFailure, { kind: "console" }>["because"]): string {
  switch (because) {
    case "gone":
      return "Standdown's own server does not answer. Check that it runs, and your connection to it.";
    case "error":
      return "Standdown's own server had an error. Its log says more.";
    case "busy":
      return "That is more than one person or one address may ask of Standdown. Wait a few seconds and try again.";
  }
}

function unavailability(because: Unavailability): string {
  switch (because) {
    case "refused":
      return "AWS IoT's address cannot be reached from the server. Check the network and the endpoint.";
    case "tls":
      return "the server could not make a trusted connection to AWS IoT. Check the endpoint and its certificate.";
    case "no-answer":
      return "AWS IoT did not answer in time.";
    case "error":
      return "AWS IoT answered with an error of its own.";
    case "unreadable":
      return (
        "the answer did not come from AWS IoT. A proxy or a sign-in portal may stand between the server and AWS. " +
        "Check the network and the endpoint."
      );
  }
}

/** The AWS call that failed, for the title of an error state. Null where no call was made. */
export function failedApi(failure: ReadFailure): string | null {
  switch (failure.kind) {
    case "denied":
      return failure.action.replace(/^iot:/, "");
    case "credentials":
    case "throttled":
    case "unavailable":
    case "invalid-request":
      return failure.api;
    case "index-off":
    case "index-not-ready":
      return "SearchIndex";
    case "not-found":
    case "forbidden":
    case "signed-out":
    case "console":
      return null;
  }
}
