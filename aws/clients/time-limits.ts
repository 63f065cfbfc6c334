/** Milliseconds until a connection that nobody accepts is given up, where minutes are left for another one. */
const CONNECTION = { connectionTimeout: 3_000, throwOnRequestTimeout: true } as const;

/** How long a client waits for one request, in milliseconds; it goes into the client's `requestHandler`. */
export const TIME_LIMITS = {
  /** Calls that answer in a fraction of that. */
  call: { ...CONNECTION, requestTimeout: 20_000 },
  /** Calls without whose answer there is a default. */
  dispensableCall: { ...CONNECTION, requestTimeout: 10_000 },
  /** Objects: a part of an upload has five megabytes. */
  object: { ...CONNECTION, requestTimeout: 60_000 },
} as const;
