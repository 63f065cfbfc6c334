/**
 * An idle connection stays open: after Node's own five seconds, a client's next call could meet it closing, and fail.
 * Calls fail here when a test says so (`interference`), never by chance.
 * @see https://nodejs.org/api/http.html#serverkeepalivetimeout
 */
export const KEPT_CONNECTIONS = { keepAliveTimeout: 0 } as const;
