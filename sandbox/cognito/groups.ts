import { CognitoError, required, resourceNotFound } from './errors.ts';
import type { Group, UserPool } from './state.ts';

/** @throws CognitoError ResourceNotFoundException */
export function namedGroup(pool: UserPool, name: string | undefined): Group {
  const group = pool.groups.get(required(name, 'groupName'));
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

export const groupExists = () =>
  new CognitoError('GroupExistsException', 'A group with the name already exists.');

/** The settings that CreateGroup and UpdateGroup take. */
export const groupSettings = (input: {
  Description?: string | undefined;
  RoleArn?: string | undefined;
  Precedence?: number | undefined;
}): Partial<Group> => ({
  ...(input.Description !== undefined && { description: input.Description }),
  ...(input.RoleArn !== undefined && { roleArn: input.RoleArn }),
  ...(input.Precedence !== undefined && { precedence: input.Precedence }),
});
