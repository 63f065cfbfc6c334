import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Handle = NodeHttpHandler['handle'];

interface ConnectionOptions {
  /** Milliseconds until a connection that nobody accepts is given up. */
  readonly connectionTimeout: number;
}

/** As many connections as the SDK allows itself. */
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 50 };

/** How Node.js says that a kept connection was closed by the other end. */
const CLOSED_BY_PEER = new Set(['ECONNRESET', 'EPIPE']);

/** Milliseconds after which servers begin to close idle connections; Node.js's own is the most impatient we know. */
const IDLE = 5_000;

/**
 * Sends a request once more, on a fresh connection, if the one that had been kept, idle for seconds, proves to be
 * closed. Lambda freezes an environment between invocations; a connection that dies meanwhile is noticed only when
 * it is used, and it would be a person's sign-in that fails. What breaks on a connection that was just in use, or on
 * a fresh one, is not repeated: a server that closes such a one has rather heard the request than not.
 * @see https://nodejs.org/api/http.html#requestreusedsocket
 */
export class ResendOnStaleConnection extends NodeHttpHandler {
  readonly #agents: readonly HttpAgent[];
  readonly #stale: WeakSet<object>;

  constructor({ connectionTimeout }: ConnectionOptions) {
    const stale = new WeakSet<object>();
    const httpAgent = notingStale(new HttpAgent(AGENT_OPTIONS), stale);
    const httpsAgent = notingStale(new HttpsAgent(AGENT_OPTIONS), stale);
    super({ connectionTimeout, httpAgent, httpsAgent });
    this.#agents = [httpAgent, httpsAgent];
    this.#stale = stale;
  }

  override async handle(...call: Parameters<Handle>): ReturnType<Handle> {
    try {
      return await super.handle(...call);
    } catch (error) {
      if (typeof error !== 'object' || error === null || !this.#stale.has(error)) throw error;
      // The others have been idle for about as long.
      this.#agents.forEach(closeIdleConnections);
      return await super.handle(...call);
    }
  }
}

const closeIdleConnections = ({ freeSockets }: HttpAgent): void => {
  for (const socket of Object.values(freeSockets).flat()) socket?.destroy();
};

/** The agent, which adds to `stale` the error of every request that met a connection closed while it was idle. */
const notingStale = <A extends HttpAgent>(agent: A, stale: WeakSet<object>): A => {
  const idleSince = new WeakMap<object, number>();
  const keep = agent.keepSocketAlive.bind(agent);
  const reuse = agent.reuseSocket.bind(agent);
  agent.keepSocketAlive = (socket) => {
    // The clock of the wall goes on while Lambda has frozen the process.
    idleSince.set(socket, Date.now());
    return keep(socket);
  };
  agent.reuseSocket = (socket, request: ClientRequest) => {
    reuse(socket, request);
    if (Date.now() - (idleSince.get(socket) ?? Date.now()) < IDLE) return;
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (CLOSED_BY_PEER.has(error.code ?? '')) stale.add(error);
    });
  };
  return agent;
};
