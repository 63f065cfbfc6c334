import type { Clock } from '../clock.ts';
import { CognitoError, invalidParameter } from '../cognito/errors.ts';

export interface LogEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
  readonly logStreamName: string;
  /** Its place among all events of the account. */
  readonly sequence: number;
}

export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  readonly events: LogEvent[];
}

export interface LogPlace {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** How operations name a log group: one of the two. */
export interface LogGroupReference {
  readonly logGroupName?: string | undefined;
  /** Name or ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

/** CloudWatch Logs of one account and Region, as far as other services write there. */
export class LogGroups {
  readonly #clock: Clock;
  readonly #groups = new Map<string, Map<string, LogStream>>();
  #sequence = 0;

  constructor(deps: { clock: Clock }) {
    this.#clock = deps.clock;
  }

  /** Adds events, and the group and the stream if they are not there yet. */
  put({ logGroupName, logStreamName }: LogPlace, messages: readonly string[]): void {
    const timestamp = this.#clock.now();
    const streams = this.#groups.get(logGroupName) ?? new Map<string, LogStream>();
    const stream = streams.get(logStreamName) ?? { name: logStreamName, createdAt: timestamp, events: [] };
    for (const message of messages) {
      stream.events.push({ timestamp, message, logStreamName, sequence: this.#sequence });
      this.#sequence += 1;
    }
    this.#groups.set(logGroupName, streams.set(logStreamName, stream));
  }

  /** @throws CognitoError InvalidParameterException, ResourceNotFoundException */
  streams(reference: LogGroupReference): { logGroupName: string; streams: readonly LogStream[] } {
    const logGroupName = groupName(reference);
    const streams = this.#groups.get(logGroupName);
    if (!streams) throw notFound('The specified log group does not exist.');
    return { logGroupName, streams: [...streams.values()] };
  }

  /** @throws CognitoError InvalidParameterException, ResourceNotFoundException */
  stream(reference: LogGroupReference, name: string): LogStream {
    const stream = this.streams(reference).streams.find((candidate) => candidate.name === name);
    if (!stream) throw notFound('The specified log stream does not exist.');
    return stream;
  }
}

/** "You must include one of these two parameters, but you can't include both." */
function groupName({ logGroupName, logGroupIdentifier }: LogGroupReference): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  const name = logGroupName ?? logGroupIdentifier ?? '';
  return /^arn:[\w-]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(name)?.[1] ?? name;
}

const notFound = (message: string) => new CognitoError('ResourceNotFoundException', message);
