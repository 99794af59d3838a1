/** The locale of every number and time on the screen: American English, as AWS writes. */
export const LOCALE = "en-US";

/** Times are exact to the second and compared with logs, so they have 24 hours, without AM and PM. */
export const HOUR_CYCLE = "h23";
