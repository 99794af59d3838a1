/** Where an emulator listens, and the region that is meant: each region is a world of its own. */
export type EmulatorAddress = { readonly url: string; readonly region: string };

/** The emulator reads the credential scope of a signature, and does not check the signature. */
const signedFor = (service: "iot" | "sqs", region: string) =>
  `AWS4-HMAC-SHA256 Credential=tests/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

/** Calls the emulator's control API. @throws with the answer's text unless it is 2xx */
export async function callControl(
  { url, region }: EmulatorAddress,
  method: "GET" | "POST" | "DELETE",
  action: string,
  body?: object,
): Promise<unknown> {
  const target = `${action}${action.includes("?") ? "&" : "?"}region=${region}`;
  const response = await fetch(`${url}/_emulator/${target}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /_emulator/${action}: ${response.status} ${text}`);
  return JSON.parse(text);
}

export const postControl = (emulator: EmulatorAddress, action: string, body: object) =>
  callControl(emulator, "POST", action, body);

/** Calls AWS IoT's own API, whatever it answers. */
export function fetchIot(
  { url, region }: EmulatorAddress,
  method: "GET" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<Response> {
  return fetch(`${url}/${path}`, {
    method,
    headers: {
      authorization: signedFor("iot", region),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** Calls Amazon SQS's own API. @throws with the answer's text unless it is 2xx */
export async function callSqs(
  { url, region }: EmulatorAddress,
  action: string,
  input: object,
): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: signedFor("sqs", region), "x-amz-target": `AmazonSQS.${action}` },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** @throws with the answer's text unless it is 2xx */
export async function requireOk(response: Response, api: string): Promise<Response> {
  if (!response.ok) throw new Error(`${api}: ${response.status} ${await response.text()}`);
  return response;
}
