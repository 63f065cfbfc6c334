import { decide, whyDenied } from '../../server/policy-decision.ts';
import { SnsError } from '../../sns/topics.ts';
import { runtimeError, TaskError } from '../task-error.ts';
import { parameters, type RunTask } from './task.ts';

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
export const SNS_PUBLISH = 'arn:aws:states:::sns:publish';

/** `TopicArn`, `Message` and perhaps a `Subject` in; a `Message` that is no text travels as JSON. */
export const publish: RunTask = async ({ principal, topics }, input) => {
  const { TopicArn, Message, Subject, ...others } = parameters(input);
  const [other] = Object.keys(others);
  if (other) throw runtimeError(`The sandbox does not support the parameter ${other} of ${SNS_PUBLISH}.`);
  const topicArn = String(TopicArn);
  const decision = decide(principal.statements(), 'sns:Publish', topicArn);
  if (decision !== 'allowed') {
    throw new TaskError(
      'SNS.AuthorizationErrorException',
      whyDenied(principal, 'sns:Publish', topicArn, decision),
    );
  }
  try {
    const message = typeof Message === 'string' ? Message : (JSON.stringify(Message) ?? '');
    const subject = Subject === undefined || Subject === null ? {} : { subject: String(Subject) };
    return { MessageId: topics.publish({ topicArn, message, ...subject }) };
  } catch (error) {
    if (error instanceof SnsError) throw new TaskError(`SNS.${error.name}`, error.message);
    throw error;
  }
};
