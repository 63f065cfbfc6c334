import type { Message } from './state.ts';

export interface MessageFilter {
  readonly userPoolId?: string | undefined;
  readonly username?: string | undefined;
}

/** Every e-mail and text message that Cognito would have sent, oldest first. */
export class Outbox {
  readonly #messages: Message[] = [];

  put(message: Message): void {
    this.#messages.push(message);
  }

  /** Forgets every message so far. */
  clear(): void {
    this.#messages.length = 0;
  }

  messages(filter: MessageFilter = {}): readonly Message[] {
    return this.#messages.filter((message) => matches(message, filter));
  }

  latest(userPoolId: string, username: string): Message | undefined {
    return this.#messages.findLast((message) => matches(message, { userPoolId, username }));
  }
}

const matches = (message: Message, { userPoolId, username }: MessageFilter): boolean =>
  (userPoolId === undefined || message.userPoolId === userPoolId) &&
  (username === undefined || message.username === username);
