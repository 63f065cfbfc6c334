import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** A message that was published to a topic. */
export interface Notification {
  readonly topicArn: string;
  readonly messageId: string;
  readonly subject?: string;
  readonly message: string;
  /** Who would get it, for example `email:ada@example.com`. */
  readonly recipients: readonly string[];
  /** Epoch milliseconds of the sandbox's clock. */
  readonly at: number;
}

/** A refusal as SNS words it. */
export class SnsError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** SNS topics that deliver to nobody and remember everything. */
export class Topics {
  readonly #clock: Clock;
  readonly #recipients = new Map<string, string[]>();
  readonly #notifications: Notification[] = [];

  constructor(deps: { clock: Clock }) {
    this.#clock = deps.clock;
  }

  get notifications(): readonly Notification[] {
    return this.#notifications;
  }

  create(topicArn: string): void {
    this.#recipients.set(topicArn, []);
  }

  /** @throws SnsError NotFoundException */
  subscribe(topicArn: string, protocol: string, endpoint: string): void {
    this.#recipientsOf(topicArn).push(`${protocol}:${endpoint}`);
  }

  /**
   * @returns the message's id
   * @throws SnsError NotFoundException, InvalidParameterException
   * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
   */
  publish({ topicArn, subject, message }: Pick<Notification, 'topicArn' | 'subject' | 'message'>): string {
    const recipients = [...this.#recipientsOf(topicArn)];
    if (message === '') throw new SnsError('InvalidParameterException', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > LARGEST_MESSAGE) {
      throw new SnsError('InvalidParameterException', 'Invalid parameter: Message too long');
    }
    if (subject !== undefined && !SUBJECT.test(subject)) {
      throw new SnsError('InvalidParameterException', 'Invalid parameter: Subject');
    }
    const messageId = randomUUID();
    this.#notifications.push({
      ...{ topicArn, messageId, message, recipients, at: this.#clock.now() },
      ...(subject !== undefined && { subject }),
    });
    return messageId;
  }

  #recipientsOf(topicArn: string): string[] {
    const recipients = this.#recipients.get(topicArn);
    if (!recipients) throw new SnsError('NotFoundException', 'Topic does not exist');
    return recipients;
  }
}

/** In bytes. */
const LARGEST_MESSAGE = 262_144;

/** ASCII that begins with a letter, number or punctuation mark, without control characters, up to 100. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;
