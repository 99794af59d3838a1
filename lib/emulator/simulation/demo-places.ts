/** The groups of places that jobs target. */
export const KIOSK_FLOORS = ["ams-floor", "ber-floor", "lis-floor"];
export const COLD_STORES = ["cold-store-north", "cold-store-south"];
export const WINDPARKS = ["windpark-n1", "windpark-n2", "windpark-n3", "windpark-n4"];

const ARTIFACTS = "https://s3.eu-west-1.amazonaws.com/fleet-artifacts";

/** The placeholder that AWS replaces by a presigned URL when a device fetches the document. */
export const presigned = (path: string) => `\${aws:iot:s3-presigned-url:${ARTIFACTS}/${path}}`;
