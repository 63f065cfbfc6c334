import type { GroupType } from '@aws-sdk/client-cognito-identity-provider';
import type { Group } from '../migration/groups/group.ts';

/** A group as the API describes it. */
export const readGroup = ({ GroupName, Description, Precedence, RoleArn }: GroupType): Group => ({
  name: GroupName ?? '',
  ...(Description === undefined || Description === '' ? {} : { description: Description }),
  ...(Precedence === undefined ? {} : { precedence: Precedence }),
  ...(RoleArn === undefined ? {} : { roleArn: RoleArn }),
});
