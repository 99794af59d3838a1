/** The proxy tells pages their own address by it, over whatever the request brought: Next does not. */
export const PATH_HEADER = "x-standdown-path";
