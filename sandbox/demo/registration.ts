import type { Outbox } from '../cognito/outbox.ts';
import type { World } from './world.ts';

/** Somebody registers in the new pool, with the password of the scene. */
export interface Registration {
  readonly username: string;
  readonly email: string;
  /** `confirmed`: the code arrived and was accepted; or an exception with its text. */
  readonly expected: string;
}

/** Registers as the app does, and confirms by the code that was sent. @returns what of it is not as expected. */
export const register = async (
  outbox: Outbox,
  { app, newUserPoolId }: World,
  { username, email, expected }: Registration,
  password: string,
): Promise<readonly string[]> => {
  const sent = () => outbox.messages({ userPoolId: newUserPoolId });
  const sentBefore = sent().length;
  let answer = await app.signUp(username, password, email);
  const message = sent()[sentBefore];
  if (answer === 'registered' && message !== undefined) {
    const confirmed = await app.confirmSignUp(username, message.code);
    answer = confirmed === 'done' ? 'confirmed' : confirmed;
  }
  return answer === expected ? [] : [`registration: expected ${expected}, saw ${answer}`];
};
