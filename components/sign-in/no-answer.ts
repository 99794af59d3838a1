/** What is said where our own server did not answer, or met an error. */
export const NO_ANSWER = "Standdown's own server did not answer as it should. Try again; its log says more.";
