/** The proxy sets it to the path of the page, which Next does not provide. It replaces what the client sent. */
export const PATH_HEADER = "x-standdown-path";
