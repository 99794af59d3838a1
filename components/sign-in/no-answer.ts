/** The message where our own server did not answer, or failed. */
export const NO_ANSWER = "Standdown's own server did not answer as it should. Try again; its log says more.";
