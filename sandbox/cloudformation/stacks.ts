import type { Clock } from '../clock.ts';
import { CognitoError } from '../cognito/errors.ts';

/** A stack as CloudFormation tells of it. */
export interface Stack {
  readonly name: string;
  /** ARN. */
  readonly id: string;
  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
  readonly status: string;
  readonly statusReason?: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** `Metadata` of the template. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** The stacks of one account and Region. */
export class Stacks {
  readonly #account: { readonly region: string; readonly accountId: string; readonly clock: Clock };
  readonly #stacks = new Map<string, Stack>();

  constructor(account: { readonly region: string; readonly accountId: string; readonly clock: Clock }) {
    this.#account = account;
  }

  /** A stack of the same name is replaced. */
  put(stack: Pick<Stack, 'name' | 'outputs' | 'metadata'> & Partial<Stack>): void {
    this.#stacks.set(stack.name, {
      id: this.idOf(stack.name),
      status: 'CREATE_COMPLETE',
      createdAt: new Date(this.#account.clock.now()),
      ...stack,
    });
  }

  all(): readonly Stack[] {
    return [...this.#stacks.values()];
  }

  /** @param stack a name or an ARN. @throws CognitoError ValidationError */
  get(stack: string): Stack {
    const found = this.#stacks.get(stack) ?? this.all().find(({ id }) => id === stack);
    if (found === undefined)
      throw new CognitoError('ValidationError', `Stack with id ${stack} does not exist`);
    return found;
  }

  /** The ARN that a stack of this name has. */
  idOf(name: string): string {
    const { region, accountId } = this.#account;
    return `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/sandbox`;
  }
}
